package io.loupe.workflows.experiment;

import java.util.Map;

/** How many trials ended in which state (names of {@code TrialState}). */
public record ExperimentSummary(String experimentId, Map<String, Integer> ended) {}
