package io.loupe.web.catalogue;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Adds lines to timelines, inside the caller's transaction. Times are cut to the milliseconds that workflows count in: with finer
 * ones, what answers a wish within its millisecond would stand before it.
 */
final class TimelineLines {
    private final Json json;

    TimelineLines(Json json) {
        this.json = json;
    }

    /** False when the trial has a line with that key already. */
    boolean add(
            Handle handle,
            UUID trial,
            String key,
            Instant at,
            TrialState state,
            String event,
            String message,
            Optional<FailureReport> failure) {
        return handle.createUpdate("""
                        insert into timeline (trial_id, key, at, state, event, message, failure)
                        values (:trial, :key, :at, :state, :event, :message, cast(:failure as jsonb))
                        on conflict (trial_id, key) do nothing""")
                        .bind("trial", trial)
                        .bind("key", key)
                        .bind("at", at.truncatedTo(ChronoUnit.MILLIS))
                        .bind("state", state.name())
                        .bind("event", event)
                        .bind("message", message)
                        .bind("failure", failure.map(json::write))
                        .execute()
                == 1;
    }

    /** A line that is new whatever was said before. */
    void add(Handle handle, UUID trial, Instant at, TrialState state, String event, String message) {
        add(handle, trial, event + ":" + UUID.randomUUID(), at, state, event, message, Optional.empty());
    }
}
