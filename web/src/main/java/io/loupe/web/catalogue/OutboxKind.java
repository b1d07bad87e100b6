package io.loupe.web.catalogue;

/** What Temporal may have to be told. */
public enum OutboxKind {
    START_EXPERIMENT,
    /** The experiment has trials that its workflow does not know, or its workflow is gone. */
    CONTINUE_EXPERIMENT,
    PRIORITISE_EXPERIMENT,
    CANCEL_EXPERIMENT,
    START_TRIAL,
    PAUSE_TRIAL,
    RESUME_TRIAL,
    RESTART_TRIAL,
    CANCEL_TRIAL,
    GIVE_UP_TRIAL,
    START_IMPORT,
    STOP_IMPORT
}
