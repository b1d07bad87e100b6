package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What becomes of a trial by the words of its workflow, each a line of the timeline; what people want is in {@link TrialWishes}. */
@ApplicationScoped
public class TrialChanges {
    private final Jdbi jdbi;
    private final Json json;
    private final TimelineLines lines;
    private final Clock clock;

    TrialChanges(Jdbi jdbi, Json json, Clock clock) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
        this.lines = new TimelineLines(json);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What became of a workflow's word. */
    public enum Applied {
        /** State and line were written. */
        WRITTEN,
        /** Its key was known, or it was older than the trial's state. */
        OLD,
        /** A person wants something of the trial that its workflow does not know: the outbox holds it now. */
        WISHED_BEFORE
    }

    /**
     * Writes what a workflow says. A known key changes nothing; a word older than the trial's state adds its line to the
     * timeline and leaves the state alone; what has succeeded stays so.
     */
    public Applied apply(TrialChange change) {
        UUID trial = UUID.fromString(change.trialId());
        Instant at = Instant.ofEpochMilli(change.at());
        Optional<FailureReport> failure = explained(change);
        return jdbi.inTransaction(handle -> {
            if (!lines.add(
                    handle, trial, change.key(), at, change.state(), change.event(), change.message(), failure)) {
                return Applied.OLD;
            }
            Optional<OutboxKind> wished = wishedBefore(handle, trial, change);
            if (wished.isPresent()) {
                OutboxRepository.add(
                        handle, wished.get(), trial, OutboxRepository.whoAsked(handle, wished.get(), trial));
            }
            if (wished.isPresent() && change.state().active()) {
                // Its state stays what the person made of it; from now on the workflow has the word.
                handle.createUpdate("update trial set changed_at = :at where id = :id")
                        .bind("id", trial)
                        .bind("at", at)
                        .execute();
                return Applied.WISHED_BEFORE;
            }
            if (change.event().equals("restarted") && newest(handle, trial, at)) {
                TrialWishes.begunAgain(
                        handle, trial, OutboxRepository.whoAsked(handle, OutboxKind.RESTART_TRIAL, trial), at);
            }
            int written = write(handle, trial, change, at, failure);
            return wished.isPresent() ? Applied.WISHED_BEFORE : written == 1 ? Applied.WRITTEN : Applied.OLD;
        });
    }

    /**
     * What the workflow must be told once more: it begins, and the trial was cancelled or paused before; or it ends, and a
     * restart came too late for it.
     */
    private static Optional<OutboxKind> wishedBefore(Handle handle, UUID trial, TrialChange change) {
        return handle.createQuery("""
                        select case when :active and state = 'CANCELLED' and cancel_requested_at is not null
                                         then 'CANCEL_TRIAL'
                                    when :active and state = 'PAUSED' and changed_at = '-infinity' then 'PAUSE_TRIAL'
                                    when :ended and restart_wanted is not null then 'RESTART_TRIAL'
                                    else '' end
                        from trial where id = :id for update""")
                .bind("id", trial)
                .bind("active", change.state().active())
                .bind("ended", change.state().terminal())
                .mapTo(String.class)
                .findOne()
                .map(kind -> kind.isEmpty() ? Optional.<OutboxKind>empty() : Optional.of(OutboxKind.valueOf(kind)))
                .orElseThrow(() -> new UnknownException("no trial " + trial));
    }

    private static boolean newest(Handle handle, UUID trial, Instant at) {
        return handle.createQuery("select changed_at <= :at and restart_wanted is not null from trial where id = :id")
                .bind("id", trial)
                .bind("at", at)
                .mapTo(Boolean.class)
                .one();
    }

    /** The schema insists that a trial which needs attention says why. */
    private static Optional<FailureReport> explained(TrialChange change) {
        if (change.state() == TrialState.NEEDS_ATTENTION && change.failure().isEmpty()) {
            return Optional.of(new FailureReport(
                    FailureClass.PLATFORM,
                    change.message(),
                    "",
                    "Look at the trial's history in Temporal, then resume."));
        }
        return change.failure();
    }

    private int write(Handle handle, UUID trial, TrialChange change, Instant at, Optional<FailureReport> failure) {
        TrialState state = change.state();
        boolean begun = state.active() && state != TrialState.QUEUED;
        return handle.createUpdate("""
                        update trial
                        set state = :state,
                            changed_at = :at,
                            state_since = case when state = :state then state_since else :at end,
                            started_at = case when :begun then coalesce(started_at, :at) else started_at end,
                            ended_at = case when :ended then coalesce(ended_at, :at) end,
                            failure = case when :active or :state = 'SUCCEEDED' then null
                                           else coalesce(cast(:failure as jsonb), failure) end,
                            cancel_requested_at = case when :ended then null else cancel_requested_at end,
                            pause_requested_at = case when :ended or not :active then null else pause_requested_at end,
                            mlflow_run_id = coalesce(:run, mlflow_run_id)
                        where id = :id and changed_at <= :at and state <> 'SUCCEEDED'""")
                .bind("id", trial)
                .bind("state", state.name())
                .bind("at", at)
                .bind("begun", begun)
                .bind("ended", state.terminal())
                .bind("active", state.active())
                .bind("failure", failure.map(json::write))
                .bind("run", change.mlflowRunId().filter(run -> !run.isBlank()))
                .execute();
    }

    /** Ends trials of which no workflow is there to end them; those that have ended are left alone. */
    public void endWithoutWorkflow(List<UUID> trials, TrialState state, String message) {
        jdbi.useTransaction(handle -> {
            Instant now = clock.instant();
            for (UUID trial : trials) {
                int changed = handle.createUpdate("""
                                update trial
                                set state = :state, state_since = :at, ended_at = :at
                                where id = :id and ended_at is null""")
                        .bind("id", trial)
                        .bind("state", state.name())
                        .bind("at", now)
                        .execute();
                if (changed == 1) {
                    lines.add(handle, trial, now, state, "state", message);
                }
            }
        });
    }

    /**
     * Ends the trials of a cancelled experiment that were never started: those from {@code offset} of the fair order on.
     *
     * @return how many they are, also when they were ended before
     */
    public int cancelRemaining(UUID experiment, int offset) {
        List<UUID> remaining = jdbi.withHandle(handle -> handle.createQuery(
                        "select id from trial where experiment_id = :id and position >= :offset order by position")
                .bind("id", experiment)
                .bind("offset", offset)
                .mapTo(UUID.class)
                .list());
        endWithoutWorkflow(remaining, TrialState.CANCELLED, "Cancelled before it began.");
        return remaining.size();
    }
}
