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
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What changes a trial: the words of its workflow, and the wishes of people. Each adds a line to the timeline. */
@ApplicationScoped
public class TrialChanges {
    private static final Set<TrialState> RESUMABLE =
            Set.of(TrialState.NEEDS_ATTENTION, TrialState.PAUSED, TrialState.CANCELLED, TrialState.GIVEN_UP);

    private final Jdbi jdbi;
    private final Json json;
    private final Clock clock;

    TrialChanges(Jdbi jdbi, Json json, Clock clock) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What became of a workflow's word. */
    public enum Applied {
        /** State and line were written. */
        WRITTEN,
        /** Its key was known, or it was older than the trial's state. */
        OLD,
        /** The trial was cancelled before its workflow began: the outbox holds a cancellation for it. */
        CANCELLED_BEFORE
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
            if (!addLine(handle, trial, change.key(), at, change.state(), change.event(), change.message(), failure)) {
                return Applied.OLD;
            }
            if (change.state().active() && cancelledBeforeItBegan(handle, trial)) {
                OutboxRepository.add(handle, OutboxKind.CANCEL_TRIAL, trial, "the catalogue");
                return Applied.CANCELLED_BEFORE;
            }
            return write(handle, trial, change, at, failure) == 1 ? Applied.WRITTEN : Applied.OLD;
        });
    }

    private static boolean cancelledBeforeItBegan(Handle handle, UUID trial) {
        return handle.createQuery("""
                        select state = 'CANCELLED' and cancel_requested_at is not null
                        from trial where id = :id for update""")
                .bind("id", trial)
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> new UnknownException("no trial " + trial));
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

    /**
     * Notes that a person wants the trial to go on, and tells Temporal through the outbox. Asking again before Temporal
     * was told changes nothing.
     *
     * @param workflowGone whether the trial's workflow is known to be closed, so that an active state is a memory
     * @throws ConflictException if there is nothing to resume
     */
    public void requestResume(UUID trial, String who, boolean workflowGone) {
        jdbi.useTransaction(handle -> {
            TrialState state = lock(handle, trial);
            if (!RESUMABLE.contains(state) && !(state.active() && workflowGone)) {
                throw new ConflictException(
                        state == TrialState.SUCCEEDED
                                ? "the trial has succeeded; there is nothing to resume"
                                : "the trial is " + state + " already; there is nothing to resume");
            }
            wish(handle, OutboxKind.RESUME_TRIAL, trial, state, who, "resume-requested", "Resume asked for by " + who);
        });
    }

    /**
     * Notes that a person wants the trial to stop, and tells Temporal through the outbox.
     *
     * @throws ConflictException if it has ended
     */
    public void requestCancel(UUID trial, String who) {
        jdbi.useTransaction(handle -> {
            TrialState state = lock(handle, trial);
            if (state.terminal()) {
                throw new ConflictException("the trial has ended as " + state + "; there is nothing to cancel");
            }
            handle.createUpdate(
                            "update trial set cancel_requested_at = coalesce(cancel_requested_at, :at) where id = :id")
                    .bind("id", trial)
                    .bind("at", clock.instant())
                    .execute();
            wish(handle, OutboxKind.CANCEL_TRIAL, trial, state, who, "cancel-requested", "Cancel asked for by " + who);
        });
    }

    /**
     * Notes that a person gives a waiting trial up, and tells Temporal through the outbox.
     *
     * @throws ConflictException if it does not wait for a person
     */
    public void requestGiveUp(UUID trial, String who) {
        jdbi.useTransaction(handle -> {
            TrialState state = lock(handle, trial);
            if (state != TrialState.NEEDS_ATTENTION && state != TrialState.PAUSED) {
                throw new ConflictException(
                        "the trial is " + state + "; only one that needs attention can be given up");
            }
            wish(handle, OutboxKind.GIVE_UP_TRIAL, trial, state, who, "give-up-requested", "Given up by " + who);
        });
    }

    private static TrialState lock(Handle handle, UUID trial) {
        return handle.createQuery("select state from trial where id = :id for update")
                .bind("id", trial)
                .map((row, context) -> TrialState.valueOf(row.getString("state")))
                .findOne()
                .orElseThrow(() -> new UnknownException("no trial " + trial));
    }

    private void wish(
            Handle handle, OutboxKind kind, UUID trial, TrialState state, String who, String event, String message) {
        if (OutboxRepository.add(handle, kind, trial, who)) {
            String key = event + ":" + UUID.randomUUID();
            addLine(handle, trial, key, clock.instant(), state, event, message, Optional.empty());
        }
    }

    /**
     * Puts a trial whose workflow is gone back into the queue, just before a new workflow is started for it.
     *
     * @return false when it has succeeded meanwhile, so that no workflow is wanted
     */
    public boolean requeue(UUID trial, String who) {
        return jdbi.inTransaction(handle -> {
            TrialState state = lock(handle, trial);
            if (state == TrialState.SUCCEEDED) {
                return false;
            }
            Instant now = clock.instant();
            handle.createUpdate("""
                            update trial
                            set state = 'QUEUED', state_since = :at, ended_at = null, failure = null,
                                cancel_requested_at = null
                            where id = :id""").bind("id", trial).bind("at", now).execute();
            String message = "Its workflow was gone: a new one goes on from the last checkpoint, for " + who;
            addLine(
                    handle,
                    trial,
                    "requeued:" + UUID.randomUUID(),
                    now,
                    TrialState.QUEUED,
                    "requeued",
                    message,
                    Optional.empty());
            return true;
        });
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
                    addLine(
                            handle,
                            trial,
                            "ended:" + UUID.randomUUID(),
                            now,
                            state,
                            "state",
                            message,
                            Optional.empty());
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

    private boolean addLine(
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
                        .bind("at", at)
                        .bind("state", state.name())
                        .bind("event", event)
                        .bind("message", message)
                        .bind("failure", failure.map(json::write))
                        .execute()
                == 1;
    }
}
