package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Experiments and their arms. */
@ApplicationScoped
public class ExperimentRepository {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** Walks the primary key from its end and counts trials one experiment after the other, until the page is full. */
    static final String LIST = """
            select o.* from experiment e cross join lateral (
                select * from experiment_overview where id = e.id offset 0) o
            where (cast(:state as text) is null or o.state = :state)
              and (:text = '' or strpos(lower(e.name), :text) > 0)
              and (cast(:after as uuid) is null or e.id < :after)
            order by e.id desc
            limit :limit""";

    private final Jdbi jdbi;
    private final Json json;

    ExperimentRepository(Jdbi jdbi, Json json) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
    }

    /**
     * Writes experiment, arms, trials, the first line of each trial's timeline and the outbox row, all or nothing.
     *
     * @throws ConflictException if the idempotency key belongs to another document
     */
    public Submitted submit(NewExperiment experiment) {
        return jdbi.inTransaction(handle -> {
            Optional<UUID> earlier = insertExperiment(handle, experiment);
            if (earlier.isPresent()) {
                return new Submitted(earlier.get(), false);
            }
            insertArms(handle, experiment);
            insertTrials(handle, experiment);
            OutboxRepository.add(handle, OutboxKind.START_EXPERIMENT, experiment.id(), experiment.who());
            return new Submitted(experiment.id(), true);
        });
    }

    /** Returns the id of the experiment that has the same idempotency key, if there is one. */
    private Optional<UUID> insertExperiment(Handle handle, NewExperiment experiment) {
        String sha256 = sha256(experiment.document());
        int inserted = handle.createUpdate("""
                        insert into experiment (id, name, notes, document, document_sha256, resolved, parallel, priority,
                                                idempotency_key, submitted_at)
                        values (:id, :name, :notes, :document, :sha256, cast(:resolved as jsonb), :parallel, :priority,
                                :key, :at)
                        on conflict (idempotency_key) do nothing""")
                .bind("id", experiment.id())
                .bind("name", experiment.name())
                .bind("notes", experiment.notes())
                .bind("document", experiment.document())
                .bind("sha256", sha256)
                .bind("resolved", json.write(experiment.resolved()))
                .bind("parallel", experiment.parallel())
                .bind("priority", experiment.priority())
                .bind("key", experiment.idempotencyKey())
                .bind("at", experiment.submittedAt())
                .execute();
        if (inserted == 1) {
            return Optional.empty();
        }
        String key = experiment.idempotencyKey().orElseThrow();
        Map.Entry<UUID, String> known = handle.createQuery(
                        "select id, document_sha256 from experiment where idempotency_key = :key")
                .bind("key", key)
                .map((row, context) -> Map.entry(Columns.id(row, "id"), row.getString("document_sha256")))
                .one();
        if (!known.getValue().equals(sha256)) {
            throw new ConflictException(
                    "Idempotency-Key " + key + " was used for another document, which became experiment "
                            + known.getKey() + "; send a new key with this one");
        }
        return Optional.of(known.getKey());
    }

    private void insertArms(Handle handle, NewExperiment experiment) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into arm (experiment_id, position, name, detector, preset, given, settings)
                values (:experiment, :position, :name, :detector, :preset, cast(:given as jsonb), cast(:settings as jsonb))""");
        for (Arm arm : experiment.arms()) {
            batch.bind("experiment", experiment.id())
                    .bind("position", arm.position())
                    .bind("name", arm.name())
                    .bind("detector", arm.detector())
                    .bind("preset", arm.preset())
                    .bind("given", json.write(arm.given()))
                    .bind("settings", json.write(arm.settings()))
                    .add();
        }
        batch.execute();
    }

    private void insertTrials(Handle handle, NewExperiment experiment) {
        PreparedBatch trials = handle.prepareBatch("""
                insert into trial (id, experiment_id, position, arm_position, dataset, dataset_version, category, seed, spec,
                                   state_since, submitted_at)
                values (:id, :experiment, :position, :arm, :dataset, :version, :category, :seed, cast(:spec as jsonb),
                        :at, :at)""");
        PreparedBatch timeline = handle.prepareBatch("""
                insert into timeline (trial_id, key, at, state, event, message)
                values (:id, 'submitted', :at, 'QUEUED', 'submitted', :message)""");
        int position = 0;
        for (NewExperiment.NewTrial trial : experiment.trials()) {
            UUID id = UUID.fromString(trial.spec().trialId());
            trials.bind("id", id)
                    .bind("experiment", experiment.id())
                    .bind("position", position++)
                    .bind("arm", trial.armPosition())
                    .bind("dataset", trial.spec().dataset())
                    .bind("version", trial.spec().datasetVersion())
                    .bind("category", trial.spec().category())
                    .bind("seed", trial.spec().seed())
                    .bind("spec", json.write(trial.spec()))
                    .bind("at", experiment.submittedAt())
                    .add();
            timeline.bind("id", id)
                    .bind("at", experiment.submittedAt())
                    .bind("message", "Submitted by " + experiment.who())
                    .add();
        }
        trials.execute();
        timeline.execute();
    }

    /**
     * Experiments, newest first.
     *
     * @param state only those in this state
     * @param text only those whose name holds this text, case ignored; empty for all
     * @param after only those older than this one
     * @param limit at most this many, 1 to 200
     */
    public Page<ExperimentOverview> list(
            Optional<ExperimentState> state, String text, Optional<UUID> after, int limit) {
        List<ExperimentOverview> rows = jdbi.withHandle(handle -> handle.createQuery(LIST)
                .bind("state", state.map(ExperimentState::name))
                .bind("text", text.strip().toLowerCase(Locale.ROOT))
                .bind("after", after)
                .bind("limit", limit + 1)
                .map(ExperimentRepository::overview)
                .list());
        boolean more = rows.size() > limit;
        List<ExperimentOverview> items = more ? rows.subList(0, limit) : rows;
        return new Page<>(items, more ? Optional.of(items.getLast().id().toString()) : Optional.empty());
    }

    /** Whether there is any. */
    public boolean any() {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select 1 from experiment)")
                .mapTo(Boolean.class)
                .one());
    }

    public Optional<ExperimentOverview> overview(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from experiment_overview where id = :id")
                .bind("id", id)
                .map(ExperimentRepository::overview)
                .findOne());
    }

    public Optional<Experiment> find(UUID id) {
        return jdbi.inTransaction(handle -> {
            List<Arm> arms = handle.createQuery("select * from arm where experiment_id = :id order by position")
                    .bind("id", id)
                    .map((row, context) -> arm(row))
                    .list();
            return handle.createQuery("""
                            select o.*, e.notes, e.document, e.resolved, e.parallel, e.priority
                            from experiment_overview o join experiment e on e.id = o.id
                            where o.id = :id""")
                    .bind("id", id)
                    .map((row, context) -> new Experiment(
                            overview(row, context),
                            row.getString("notes"),
                            row.getString("document"),
                            json.read(row.getString("resolved"), MAP),
                            row.getInt("parallel"),
                            row.getString("priority"),
                            arms))
                    .findOne();
        });
    }

    /**
     * Notes the wish to cancel and puts it in the outbox; asking again changes nothing. Restarts that have not happened yet
     * do not happen any more.
     *
     * @return whether the experiment had not ended
     */
    public boolean requestCancel(UUID id, String who, Instant at) {
        return jdbi.inTransaction(handle -> {
            int changed = handle.createUpdate("""
                            update experiment set cancel_requested_at = coalesce(cancel_requested_at, :at)
                            where id = :id and exists (
                                select 1 from trial where experiment_id = :id and ended_at is null)""").bind("id", id).bind("at", at).execute();
            if (changed == 0) {
                return false;
            }
            handle.createUpdate("""
                            update trial
                            set cancel_requested_at = coalesce(cancel_requested_at, :at), restart_wanted = null
                            where experiment_id = :id and ended_at is null""").bind("id", id).bind("at", at).execute();
            OutboxRepository.add(handle, OutboxKind.CANCEL_EXPERIMENT, id, who);
            return true;
        });
    }

    /** Notes that the experiment's workflow has ended. */
    public void workflowEnded(UUID id, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update experiment set workflow_ended_at = :at where id = :id and workflow_ended_at is null")
                .bind("id", id)
                .bind("at", at)
                .execute());
    }

    /** Writes the priority and puts it in the outbox. */
    public void prioritise(UUID id, String priority, String who) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update experiment set priority = :priority where id = :id")
                    .bind("id", id)
                    .bind("priority", priority)
                    .execute();
            OutboxRepository.add(handle, OutboxKind.PRIORITISE_EXPERIMENT, id, who);
        });
    }

    /** Notes that a workflow of the experiment runs again. */
    public void workflowBegan(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("update experiment set workflow_ended_at = null where id = :id")
                .bind("id", id)
                .execute());
    }

    private Arm arm(ResultSet row) throws SQLException {
        return new Arm(
                row.getInt("position"),
                row.getString("name"),
                row.getString("detector"),
                row.getString("preset"),
                json.read(row.getString("given"), MAP),
                json.read(row.getString("settings"), MAP));
    }

    private static ExperimentOverview overview(ResultSet row, StatementContext context) throws SQLException {
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        for (TrialState state : TrialState.values()) {
            counts.put(state, row.getInt(state.name().toLowerCase(Locale.ROOT)));
        }
        return new ExperimentOverview(
                Columns.id(row, "id"),
                row.getString("name"),
                ExperimentState.valueOf(row.getString("state")),
                new TrialCounts(counts),
                Columns.instant(row, "submitted_at"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                Columns.optionalInstant(row, "cancel_requested_at"));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
