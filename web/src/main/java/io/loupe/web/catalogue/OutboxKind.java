package io.loupe.web.catalogue;

/** What Temporal may have to be told. */
public enum OutboxKind {
    START_EXPERIMENT,
    CANCEL_EXPERIMENT,
    RESUME_TRIAL,
    CANCEL_TRIAL,
    GIVE_UP_TRIAL,
    START_IMPORT,
    STOP_IMPORT
}
