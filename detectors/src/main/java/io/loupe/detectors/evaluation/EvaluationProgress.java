package io.loupe.detectors.evaluation;

/** Hears how far an evaluation is; what it throws ends the evaluation. Called from one thread at a time. */
@FunctionalInterface
public interface EvaluationProgress {
    /** What is going on. */
    enum Stage {
        SCORING,
        MEASURING,
        DRAWING
    }

    /**
     * Tells a step.
     *
     * @param done images done in this stage
     * @param total images of this stage
     */
    void at(Stage stage, int done, int total);
}
