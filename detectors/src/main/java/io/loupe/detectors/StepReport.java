package io.loupe.detectors;

import java.util.Map;

/**
 * What a step did.
 *
 * @param step the step's number, 1 for the first
 * @param images images seen in this step
 * @param metrics by MLflow name: {@code train/loss}, {@code train/loss/<term>}, {@code train/learning_rate}
 */
public record StepReport(long step, int images, Map<String, Double> metrics) {}
