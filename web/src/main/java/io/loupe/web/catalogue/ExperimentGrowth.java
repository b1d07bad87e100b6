package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.loupe.web.catalogue.NewExperiment.NewTrial;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Adds arms and trials to experiments that are there. What an experiment has is never changed or taken away. */
@ApplicationScoped
public class ExperimentGrowth {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Json json;
    private final TimelineLines lines;

    ExperimentGrowth(Jdbi jdbi, Json json) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
        this.lines = new TimelineLines(json);
    }

    /**
     * What is added.
     *
     * @param read the experiment as it was when the rest was worked out
     * @param arms new ones, with positions of their own
     * @param trials in fair order; cells that are there already are left alone
     * @param resolved the experiment's document with them in it; empty to leave it as it is
     * @param message first line of each new trial's timeline
     */
    public record Addition(
            Experiment read,
            List<Arm> arms,
            List<NewTrial> trials,
            Optional<Map<String, Object>> resolved,
            String who,
            String message,
            Instant at) {
        UUID experiment() {
            return read.overview().id();
        }
    }

    /**
     * Writes arms, trials, the first line of each trial's timeline and the outbox row, all or nothing.
     *
     * @return how many trials are new
     * @throws ConflictException if the experiment is being cancelled
     * @throws GrownException if it has other arms, or another document, than what was read; read it again
     */
    public int add(Addition addition) {
        return add(addition, () -> {});
    }

    /**
     * As {@link #add(Addition)}.
     *
     * @param last done once all is written and before any of it counts; if it fails, nothing is written
     */
    public int add(Addition addition, Runnable last) {
        return jdbi.inTransaction(handle -> {
            lock(handle, addition.experiment());
            checkUnchanged(handle, addition.read());
            addition.arms().forEach(arm -> insert(handle, addition.experiment(), arm));
            int position = nextPosition(handle, addition.experiment());
            int added = 0;
            for (NewTrial trial : addition.trials()) {
                if (insert(handle, addition, trial, position + added)) {
                    added++;
                }
            }
            addition.resolved().ifPresent(document -> handle.createUpdate(
                            "update experiment set resolved = cast(:resolved as jsonb) where id = :id")
                    .bind("id", addition.experiment())
                    .bind("resolved", json.write(document))
                    .execute());
            if (added > 0) {
                handle.createUpdate("update experiment set cancel_requested_at = null where id = :id")
                        .bind("id", addition.experiment())
                        .execute();
                OutboxRepository.add(handle, OutboxKind.CONTINUE_EXPERIMENT, addition.experiment(), addition.who());
            }
            last.run();
            return added;
        });
    }

    /** An experiment that was cancelled, and of which a trial was resumed since, is not being cancelled any more. */
    private static void lock(Handle handle, UUID experiment) {
        boolean cancelling = handle.createQuery("""
                        select cancel_requested_at is not null and exists (
                            select 1 from trial t
                            where t.experiment_id = e.id and t.ended_at is null and t.cancel_requested_at is not null)
                        from experiment e where id = :id for update""")
                .bind("id", experiment)
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> new UnknownException("no experiment " + experiment));
        if (cancelling) {
            throw new ConflictException("the experiment is being cancelled; add to it once it has ended");
        }
    }

    /** Positions and names of new arms, and the new document, are made from what was read before the lock was had. */
    private void checkUnchanged(Handle handle, Experiment read) {
        boolean unchanged = handle.createQuery("""
                        select resolved, (select count(*) from arm where experiment_id = :id) as arms
                        from experiment where id = :id""")
                .bind("id", read.overview().id())
                .map((row, context) -> row.getInt("arms") == read.arms().size()
                        && json.read(row.getString("resolved"), MAP).equals(read.resolved()))
                .one();
        if (!unchanged) {
            throw new GrownException();
        }
    }

    private void insert(Handle handle, UUID experiment, Arm arm) {
        handle.createUpdate("""
                        insert into arm (experiment_id, position, name, detector, preset, given, settings)
                        values (:experiment, :position, :name, :detector, :preset, cast(:given as jsonb),
                                cast(:settings as jsonb))""")
                .bind("experiment", experiment)
                .bind("position", arm.position())
                .bind("name", arm.name())
                .bind("detector", arm.detector())
                .bind("preset", arm.preset())
                .bind("given", json.write(arm.given()))
                .bind("settings", json.write(arm.settings()))
                .execute();
    }

    private static int nextPosition(Handle handle, UUID experiment) {
        return handle.createQuery("select coalesce(max(position), -1) + 1 from trial where experiment_id = :id")
                .bind("id", experiment)
                .mapTo(Integer.class)
                .one();
    }

    private boolean insert(Handle handle, Addition addition, NewTrial trial, int position) {
        TrialSpec spec = trial.spec();
        UUID id = UUID.fromString(spec.trialId());
        int inserted = handle.createUpdate("""
                        insert into trial (id, experiment_id, position, arm_position, dataset, dataset_version, category, seed,
                                           spec, state_since, submitted_at, forked_from, forked_step)
                        values (:id, :experiment, :position, :arm, :dataset, :version, :category, :seed,
                                cast(:spec as jsonb), :at, :at, cast(:parent as uuid), cast(:step as bigint))
                        on conflict (experiment_id, arm_position, dataset, category, seed) do nothing""")
                .bind("id", id)
                .bind("experiment", addition.experiment())
                .bind("position", position)
                .bind("arm", trial.armPosition())
                .bind("dataset", spec.dataset())
                .bind("version", spec.datasetVersion())
                .bind("category", spec.category())
                .bind("seed", spec.seed())
                .bind("spec", json.write(spec))
                .bind("at", addition.at())
                .bind(
                        "parent",
                        spec.origin()
                                .map(TrialOrigin::trialId)
                                .map(UUID::fromString)
                                .orElse(null))
                .bind("step", spec.origin().map(TrialOrigin::step).orElse(null))
                .execute();
        if (inserted == 1) {
            lines.add(
                    handle,
                    id,
                    "submitted",
                    addition.at(),
                    TrialState.QUEUED,
                    "submitted",
                    addition.message(),
                    Optional.empty());
        }
        return inserted == 1;
    }

    /**
     * Gives a trial that has succeeded other settings to go on with, and puts aside what it has reached.
     *
     * @throws ConflictException if it cannot be extended now
     */
    public void extend(UUID trial, Map<String, Object> settings, String who, String message, Instant at) {
        jdbi.useTransaction(handle -> {
            String state = handle.createQuery("select state from trial where id = :id for update")
                    .bind("id", trial)
                    .mapTo(String.class)
                    .one();
            if (!state.equals("SUCCEEDED")) {
                throw new ConflictException("only a trial that has succeeded can be extended");
            }
            TrialWishes.putAside(handle, trial, Verb.EXTEND, who, at);
            handle.createUpdate("""
                            update trial set spec = jsonb_set(spec, '{settings}', cast(:settings as jsonb)),
                                             state = 'QUEUED', state_since = :at, ended_at = null
                            where id = :id""")
                    .bind("id", trial)
                    .bind("settings", json.write(settings))
                    .bind("at", at)
                    .execute();
            OutboxRepository.add(handle, OutboxKind.START_TRIAL, trial, who);
            lines.add(handle, trial, at, TrialState.QUEUED, "extended", message);
        });
    }

    /**
     * Has the experiment's workflow started again if trials wait that no workflow will begin.
     *
     * @param gone asked only if there are such trials
     * @return whether it is
     */
    public boolean reopen(UUID experiment, String who, BooleanSupplier gone) {
        boolean waiting = jdbi.withHandle(handle -> handle.createQuery("""
                        select exists (select 1 from trial
                                       where experiment_id = :id and changed_at = '-infinity' and ended_at is null)""")
                .bind("id", experiment)
                .mapTo(Boolean.class)
                .one());
        if (!waiting || !gone.getAsBoolean()) {
            return false;
        }
        jdbi.useHandle(handle -> OutboxRepository.add(handle, OutboxKind.CONTINUE_EXPERIMENT, experiment, who));
        return true;
    }

    /** Forks of a trial, oldest first. */
    public List<UUID> forks(UUID trial) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from trial where forked_from = :id order by id")
                .bind("id", trial)
                .mapTo(UUID.class)
                .list());
    }
}
