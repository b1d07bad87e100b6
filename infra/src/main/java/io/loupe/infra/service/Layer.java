package io.loupe.infra.service;

/** Layers of the stack; ended from the last to the first, so that each can finish its work with those below. */
public enum Layer {
    /** Database and objects. */
    STORAGE,
    /** Temporal and MLflow. */
    SERVICE,
    /** Loupe's own processes. */
    LOUPE
}
