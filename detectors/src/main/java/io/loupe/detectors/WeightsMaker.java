package io.loupe.detectors;

import io.loupe.detectors.evaluation.EvaluationProgress;

/** A method whose trained state is of use to other trainings: it makes weights, such as a teacher, and scores no image. */
public non-sealed interface WeightsMaker<S extends Record> extends TrainableMethod<S> {
    /** What the weights shall be called; empty for a name made of the trial's id. */
    String wishedName(S settings);

    /**
     * The weights of a finished training, and how good they are on images that it did not learn from.
     *
     * @param input as the training had it; it resumes from the last checkpoint
     * @param progress told the number of images measured
     */
    MadeWeights make(TrainingInput input, S settings, EvaluationProgress progress);
}
