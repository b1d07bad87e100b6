package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Trials, their metrics and their timeline. What changes a trial's state is in {@link TrialChanges}. */
@ApplicationScoped
public class TrialRepository {
    private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};
    private static final String SELECT = """
            select t.*, e.name as experiment_name, t.changed_at > '-infinity' as begun,
                   (select coalesce(jsonb_object_agg(m.name, m.value), '{}') from metric m where m.trial_id = t.id
                       and m.value not in ('NaN', 'Infinity', '-Infinity')) as metrics, %s as version
            from trial t join experiment e on e.id = t.experiment_id
            """.formatted(ReadTrials.VERSION);
    private static final String SELECT_VERSION = "select t.id, " + ReadTrials.VERSION + " as version from trial t ";

    private final Jdbi jdbi;
    private final Json json;
    private final ReadTrials read = new ReadTrials();

    TrialRepository(Jdbi jdbi, Json json) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
    }

    /** With the log's lines around its failure, if it has failed. */
    public Optional<Trial> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where t.id = :id")
                .bind("id", id)
                .map((row, context) -> trial(row, report -> report))
                .findOne());
    }

    /** All trials of an experiment in fair order. */
    public List<Trial> ofExperiment(UUID experiment) {
        return jdbi.withHandle(handle -> read.of(
                handle.createQuery(SELECT_VERSION + "where t.experiment_id = :id order by t.position")
                        .bind("id", experiment)
                        .map(TrialRepository::row)
                        .list(),
                changed -> listed(handle, changed)));
    }

    /** What workers are told, in fair order. */
    public List<TrialSpec> specs(UUID experiment, int offset, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select spec from trial
                        where experiment_id = :id and position >= :offset
                        order by position limit :limit""")
                .bind("id", experiment)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, context) -> json.read(row.getString("spec"), TrialSpec.class))
                .list());
    }

    /** Position of the first trial of an experiment that no workflow has begun and that still waits to be. */
    public OptionalInt firstNotBegun(UUID experiment) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select min(position) from trial
                        where experiment_id = :id and changed_at = '-infinity' and ended_at is null""")
                .bind("id", experiment)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
    }

    /** What the trials of these experiments are made of. */
    public Map<UUID, Shape> shapes(Collection<UUID> experiments) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select experiment_id, array_agg(distinct dataset) as datasets,
                               count(distinct (dataset, category)) as categories,
                               count(distinct arm_position) as arms, count(distinct seed) as seeds
                        from trial where experiment_id = any(:ids)
                        group by experiment_id""")
                .bindArray("ids", UUID.class, experiments.toArray())
                .map((row, context) -> Map.entry(
                        Columns.id(row, "experiment_id"),
                        new Shape(
                                List.of((String[]) row.getArray("datasets").getArray()),
                                row.getInt("categories"),
                                row.getInt("arms"),
                                row.getInt("seeds"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param datasets by name */
    public record Shape(List<String> datasets, int categories, int arms, int seeds) {}

    /** The sequence of the newest line of each trial's timeline. */
    public Map<UUID, Long> newestLines(Collection<UUID> trials) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select trial_id, max(sequence) as newest from timeline
                        where trial_id = any(:trials) group by trial_id""")
                .bindArray("trials", UUID.class, trials.toArray())
                .map((row, context) -> Map.entry(Columns.id(row, "trial_id"), row.getLong("newest")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Trials in one of these states, those that came to it last first. */
    public List<Trial> inStates(Collection<TrialState> states, int limit) {
        List<Trial> newest = jdbi.withHandle(handle -> read.of(
                handle.createQuery(SELECT_VERSION
                                + "where t.state = any(:states) order by t.state_since desc, t.id limit :limit")
                        .bindArray(
                                "states",
                                String.class,
                                states.stream().map(TrialState::name).toArray())
                        .bind("limit", limit)
                        .map(TrialRepository::row)
                        .list(),
                changed -> listed(handle, changed)));
        // One may have left its state between the choice and the reading.
        return newest.stream().filter(trial -> states.contains(trial.state())).toList();
    }

    /** How many trials stand in which state, over all experiments. */
    public TrialCounts countByState() {
        return jdbi.withHandle(handle -> new TrialCounts(handle.createQuery(
                        "select state, count(*) as trials from trial group by state")
                .map((row, context) -> Map.entry(TrialState.valueOf(row.getString("state")), row.getInt("trials")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** A trial's story, oldest first. */
    public List<TimelineEntry> timeline(UUID trial) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from timeline where trial_id = :id order by at, sequence")
                        .bind("id", trial)
                        .map((row, context) -> new TimelineEntry(
                                row.getLong("sequence"),
                                Columns.instant(row, "at"),
                                TrialState.valueOf(row.getString("state")),
                                row.getString("event"),
                                row.getString("message"),
                                json.readNullable(row.getString("failure"), FailureReport.class)))
                        .list());
    }

    /** What a trial had reached before restarts and extensions, oldest first. */
    public List<EarlierAttempt> earlier(UUID trial) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from earlier_attempt where trial_id = :id order by id")
                .bind("id", trial)
                .map((row, context) -> new EarlierAttempt(
                        Verb.valueOf(row.getString("verb")),
                        row.getString("who"),
                        Columns.instant(row, "at"),
                        row.getString("state"),
                        row.getInt("restarts"),
                        row.getObject("step") == null ? OptionalLong.empty() : OptionalLong.of(row.getLong("step")),
                        json.read(row.getString("metrics"), METRICS),
                        Columns.optionalText(row, "artifact_root"),
                        Columns.optionalText(row, "weights_sha256")))
                .list());
    }

    /** Writes what evaluation measured; writing it again, or newer results, replaces it. */
    public void evaluated(UUID trial, TrialResults results) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            update trial
                            set evaluated_step = :step, mlflow_run_id = coalesce(nullif(:run, ''), mlflow_run_id),
                                artifact_root = :root, heat_maps = :heatMaps, weights_sha256 = :weights
                            where id = :id""")
                    .bind("id", trial)
                    .bind("step", results.step())
                    .bind("run", results.mlflowRunId())
                    .bind("root", results.artifactRoot())
                    .bind("heatMaps", results.heatMaps())
                    .bind("weights", results.finalWeightsSha256())
                    .execute();
            handle.createUpdate("delete from metric where trial_id = :id")
                    .bind("id", trial)
                    .execute();
            PreparedBatch batch = handle.prepareBatch(
                    "insert into metric (trial_id, name, value, step) values (:id, :name, :value, :step)");
            results.metrics().forEach((name, value) -> batch.bind("id", trial)
                    .bind("name", name)
                    .bind("value", value)
                    .bind("step", results.step())
                    .add());
            if (batch.size() > 0) {
                batch.execute();
            }
        });
    }

    private static ReadTrials.Row row(ResultSet row, StatementContext context) throws SQLException {
        return new ReadTrials.Row(Columns.id(row, "id"), row.getString("version"));
    }

    /** Without the lines of logs: of two thousand failed trials they would be megabytes. */
    private List<ReadTrials.Read> listed(Handle handle, List<UUID> trials) {
        return handle.createQuery(SELECT + "where t.id = any(:trials)")
                .bindArray("trials", UUID.class, trials.toArray())
                .map((row, context) ->
                        new ReadTrials.Read(row.getString("version"), trial(row, report -> report.withLog(List.of()))))
                .list();
    }

    private Trial trial(ResultSet row, UnaryOperator<FailureReport> shown) throws SQLException {
        long step = row.getLong("evaluated_step");
        return new Trial(
                Columns.id(row, "id"),
                Columns.id(row, "experiment_id"),
                row.getString("experiment_name"),
                row.getInt("position"),
                row.getInt("arm_position"),
                json.read(row.getString("spec"), TrialSpec.class),
                TrialState.valueOf(row.getString("state")),
                Columns.instant(row, "state_since"),
                Columns.instant(row, "submitted_at"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                json.readNullable(row.getString("failure"), FailureReport.class).map(shown),
                Columns.optionalText(row, "mlflow_run_id"),
                Columns.optionalText(row, "artifact_root"),
                row.getObject("evaluated_step") == null ? OptionalLong.empty() : OptionalLong.of(step),
                row.getInt("heat_maps"),
                Columns.optionalText(row, "weights_sha256"),
                Columns.optionalInstant(row, "cancel_requested_at"),
                Columns.optionalInstant(row, "pause_requested_at"),
                row.getObject("restart_wanted") != null,
                row.getBoolean("begun"),
                row.getObject("forked_from") == null
                        ? Optional.empty()
                        : Optional.of(new Trial.Origin(Columns.id(row, "forked_from"), row.getLong("forked_step"))),
                json.read(row.getString("metrics"), METRICS));
    }
}
