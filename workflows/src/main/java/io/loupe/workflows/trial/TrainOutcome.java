package io.loupe.workflows.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How an attempt at training ended when it did not fail. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainOutcome.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = TrainOutcome.Yielded.class, name = "yielded")
})
public sealed interface TrainOutcome {
    /** Last published step. */
    long step();

    /** All steps are done and the final checkpoint is published. */
    record Completed(long step) implements TrainOutcome {}

    /** The attempt published a checkpoint and gave its device back before the end. */
    record Yielded(long step, Reason reason) implements TrainOutcome {
        /** Why the device was given back. */
        public enum Reason {
            PAUSED,
            DRAINED,
            PREEMPTED
        }
    }
}
