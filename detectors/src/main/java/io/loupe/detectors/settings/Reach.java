package io.loupe.detectors.settings;

/** The last moment at which the value of a setting decides something, so what a fork of a training can change. */
public enum Reach {
    /** When a training begins: its checkpoints are made with it, so that a fork keeps the parent's. */
    BEGINNING,
    /** In the steps of a training that are still to come. */
    TRAINING,
    /** When images are scored, so that one finished training can be scored in several ways. */
    SCORING
}
