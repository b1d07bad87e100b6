package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Standing.Asked;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What people want of trials. A wish is noted on the timeline and handed to the outbox in one transaction; asking again
 * before it happens changes nothing; what makes no sense is refused as {@link Verbs} says.
 */
@ApplicationScoped
public class TrialWishes {
    private final Jdbi jdbi;
    private final Json json;
    private final TimelineLines lines;
    private final Clock clock;

    TrialWishes(Jdbi jdbi, Json json, Clock clock) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
        this.lines = new TimelineLines(json);
        this.clock = requireNonNull(clock, "clock is null");
    }

    private record Row(TrialState state, TrialSpec spec, Asked asked, boolean begun) {}

    /**
     * Notes a wish: pause, resume, restart, cancel or give up.
     *
     * @param workflowGone whether the trial's workflow is known to be closed, so that an active state is a memory
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it makes no sense now; the message says why
     */
    public void ask(Verb verb, UUID trial, String who, boolean workflowGone) {
        if (wish(verb, trial, who, workflowGone) instanceof Verdict.Refused refused) {
            throw new ConflictException(refused.words());
        }
    }

    /** As {@link #ask}; what is refused is answered. */
    public Verdict wish(Verb verb, UUID trial, String who, boolean workflowGone) {
        return jdbi.inTransaction(handle -> {
            Row row = lock(handle, trial);
            Verdict verdict = Verbs.verdict(verb, Standing.of(row.state(), row.asked(), workflowGone));
            if (verdict instanceof Verdict.Happens) {
                note(handle, verb, trial, row, who);
            }
            return verdict;
        });
    }

    private void note(Handle handle, Verb verb, UUID trial, Row row, String who) {
        if (!OutboxRepository.add(handle, kind(verb), trial, who)) {
            return;
        }
        Instant now = clock.instant();
        marked(verb).ifPresent(columns -> handle.createUpdate("update trial set " + columns + " where id = :id")
                .bind("id", trial)
                .bind("at", now)
                .execute());
        lines.add(handle, trial, now, row.state(), event(verb), words(verb) + " asked for by " + who);
    }

    /** What remembers the wish until it has happened. */
    private static Optional<String> marked(Verb verb) {
        return switch (verb) {
            case PAUSE -> Optional.of("pause_requested_at = :at");
            case CANCEL -> Optional.of("cancel_requested_at = :at");
            case RESTART ->
                Optional.of("restart_wanted = coalesce(cast(spec ->> 'restarts' as integer), 0) + 1,"
                        + " pause_requested_at = null");
            case RESUME, GIVE_UP, EXTEND, FORK -> Optional.empty();
        };
    }

    private static OutboxKind kind(Verb verb) {
        return switch (verb) {
            case PAUSE -> OutboxKind.PAUSE_TRIAL;
            case RESUME -> OutboxKind.RESUME_TRIAL;
            case RESTART -> OutboxKind.RESTART_TRIAL;
            case CANCEL -> OutboxKind.CANCEL_TRIAL;
            case GIVE_UP -> OutboxKind.GIVE_UP_TRIAL;
            case EXTEND, FORK -> OutboxKind.START_TRIAL;
        };
    }

    /** Short name for the timeline. */
    private static String event(Verb verb) {
        return switch (verb) {
            case PAUSE -> "pause-requested";
            case RESUME -> "resume-requested";
            case RESTART -> "restart-requested";
            case CANCEL -> "cancel-requested";
            case GIVE_UP -> "give-up-requested";
            case EXTEND -> "extended";
            case FORK -> "forked";
        };
    }

    private static String words(Verb verb) {
        return switch (verb) {
            case PAUSE -> "Pause";
            case RESUME -> "Resume";
            case RESTART -> "Restart";
            case CANCEL -> "Cancel";
            case GIVE_UP -> "Giving up";
            case EXTEND -> "Extension";
            case FORK -> "Fork";
        };
    }

    /** The number of the restart that was asked for and has not happened yet. */
    public OptionalInt restartWanted(UUID trial) {
        return jdbi.withHandle(handle -> handle.createQuery("select restart_wanted from trial where id = :id")
                .bind("id", trial)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
    }

    /**
     * Puts a trial whose workflow is gone back into the queue, just before a new workflow is started for it. A restart that
     * was asked for happens with it.
     *
     * @return false when it has succeeded meanwhile and nothing more is wanted of it, so that no workflow is
     */
    public boolean requeue(UUID trial, String who) {
        return jdbi.inTransaction(handle -> {
            Row row = lock(handle, trial);
            boolean restart = row.asked().restart();
            if (row.state() == TrialState.SUCCEEDED && !restart) {
                return false;
            }
            Instant now = clock.instant();
            if (restart) {
                begunAgain(handle, trial, who, now);
            }
            backInQueue(handle, trial, now);
            String message = restart
                    ? "Restarted for " + who + ": begins again at step 0; checkpoints, metrics and files of the attempt"
                            + " before are kept."
                    : "Its workflow was gone: a new one goes on from the last checkpoint, for " + who;
            lines.add(handle, trial, now, TrialState.QUEUED, restart ? "restarted" : "requeued", message);
            return true;
        });
    }

    private static void backInQueue(Handle handle, UUID trial, Instant at) {
        handle.createUpdate("""
                        update trial
                        set state = 'QUEUED', state_since = :at, ended_at = null, failure = null,
                            cancel_requested_at = null, pause_requested_at = null
                        where id = :id""").bind("id", trial).bind("at", at).execute();
    }

    /**
     * The restart that was wanted happens: what was reached before is put aside. A trial that has not begun has reached
     * nothing and keeps its chain, since its experiment's workflow may have read its spec already. Inside the caller's
     * transaction.
     */
    static void begunAgain(Handle handle, UUID trial, String who, Instant at) {
        if (handle.createUpdate("""
                        update trial set restart_wanted = null
                        where id = :id and changed_at = '-infinity'""").bind("id", trial).execute() == 1) {
            return;
        }
        putAside(handle, trial, Verb.RESTART, who, at);
        handle.createUpdate("""
                        update trial
                        set spec = jsonb_set(spec, '{restarts}', to_jsonb(restart_wanted)), restart_wanted = null,
                            evaluated_step = null, artifact_root = null, heat_maps = 0, weights_sha256 = null,
                            state = case when state = 'SUCCEEDED' then 'QUEUED' else state end,
                            ended_at = case when state = 'SUCCEEDED' then null else ended_at end
                        where id = :id and restart_wanted is not null""").bind("id", trial).execute();
        handle.createUpdate("delete from metric where trial_id = :id")
                .bind("id", trial)
                .execute();
    }

    /** Keeps what the trial has reached so far. */
    static void putAside(Handle handle, UUID trial, Verb verb, String who, Instant at) {
        handle.createUpdate("""
                        insert into earlier_attempt (trial_id, verb, who, at, state, restarts, step, metrics, artifact_root,
                                                     weights_sha256)
                        select id, :verb, :who, :at, state, coalesce(cast(spec ->> 'restarts' as integer), 0),
                               evaluated_step,
                               (select coalesce(jsonb_object_agg(m.name, m.value), '{}') from metric m
                                where m.trial_id = t.id and m.value not in ('NaN', 'Infinity', '-Infinity')),
                               artifact_root, weights_sha256
                        from trial t where id = :id""")
                .bind("id", trial)
                .bind("verb", verb.name())
                .bind("who", who)
                .bind("at", at)
                .execute();
    }

    /** Pauses a trial of which no workflow runs. */
    public void park(UUID trial, String who) {
        jdbi.useTransaction(handle -> {
            Row row = lock(handle, trial);
            if (!row.state().active()) {
                return;
            }
            Instant now = clock.instant();
            handle.createUpdate("""
                            update trial set state = 'PAUSED', state_since = :at, pause_requested_at = null
                            where id = :id""").bind("id", trial).bind("at", now).execute();
            String message = row.begun()
                    ? "Paused by " + who + "; no workflow of it was running."
                    : "Paused by " + who + " before it began.";
            lines.add(handle, trial, now, TrialState.PAUSED, "paused", message);
        });
    }

    /**
     * Gives a trial that was paused or cancelled before it began back to its experiment's window; false when it has begun. A
     * restart that was asked for is done with that.
     */
    public boolean unpark(UUID trial, String who) {
        return jdbi.inTransaction(handle -> {
            Row row = lock(handle, trial);
            if (row.begun()) {
                return false;
            }
            boolean restart = row.asked().restart();
            if (restart || row.state() == TrialState.PAUSED || row.state().terminal()) {
                Instant now = clock.instant();
                if (restart) {
                    begunAgain(handle, trial, who, now);
                }
                backInQueue(handle, trial, now);
                String message =
                        (restart ? "Restarted by " : "Resumed by ") + who + "; waits for its turn in the experiment.";
                lines.add(handle, trial, now, TrialState.QUEUED, restart ? "restarted" : "resumed", message);
            }
            return true;
        });
    }

    private Row lock(Handle handle, UUID trial) {
        return handle.createQuery("""
                        select state, spec, pause_requested_at is not null as pause, restart_wanted is not null as restart,
                               cancel_requested_at is not null as cancel, changed_at > '-infinity' as begun
                        from trial where id = :id for update""")
                .bind("id", trial)
                .map((row, context) -> new Row(
                        TrialState.valueOf(row.getString("state")),
                        json.read(row.getString("spec"), TrialSpec.class),
                        new Asked(row.getBoolean("pause"), row.getBoolean("restart"), row.getBoolean("cancel")),
                        row.getBoolean("begun")))
                .findOne()
                .orElseThrow(() -> new UnknownException("no trial " + trial));
    }
}
