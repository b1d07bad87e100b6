package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What finished trials have cost. */
@ApplicationScoped
public class MeasuredTrials {
    private static final int MOST = 200;

    /** Each is asked after at Temporal. */
    private static final int MOST_RUNNING = 8;

    private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Json json;

    MeasuredTrials(Jdbi jdbi, Json json) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
    }

    /**
     * @param trials finished ones that it was measured on; the rest is 0 when there are none
     * @param meanSeconds from the first activity to the end, waiting between attempts included
     * @param steps optimiser steps, the most of any of them
     */
    public record Measured(int trials, double meanSeconds, long steps) {}

    /**
     * A trial that trains now.
     *
     * @param settings of its detector, all of them
     */
    public record Running(UUID id, Map<String, Object> settings, int trainImages, int testImages) {}

    /**
     * Trials of that detector that train now on that kind of device, the newest few.
     *
     * @param queue of the device, such as {@code train-gpu}
     */
    public List<Running> running(String detector, String queue) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select t.id, t.spec ->> 'settings' as settings,
                               c.train_good + c.validation_good as train_images,
                               c.test_good + c.test_defective as test_images
                        from trial t join dataset_category c
                          on (c.dataset, c.version, c.name) = (t.dataset, t.dataset_version, t.category)
                        where t.state = 'TRAINING' and t.spec ->> 'detector' = :detector
                          and t.spec ->> 'queue' = :queue
                        order by t.state_since desc limit :most""")
                .bind("detector", detector)
                .bind("queue", queue)
                .bind("most", MOST_RUNNING)
                .map((row, context) -> new Running(
                        row.getObject("id", UUID.class),
                        json.read(row.getString("settings"), SETTINGS),
                        row.getInt("train_images"),
                        row.getInt("test_images")))
                .list());
    }

    /**
     * Trials of that detector that went through on that kind of device, the newest first, as many as a guess needs. Those
     * that began at another's checkpoint, were begun again, or had their latency measured are left out: their times are not
     * those of their steps and images.
     *
     * @param queue of the device, such as {@code train-gpu}
     */
    public List<FinishedTrial> finished(String detector, String queue) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select t.spec ->> 'settings' as settings,
                               c.train_good + c.validation_good as train_images,
                               c.test_good + c.test_defective as test_images,
                               t.evaluated_step,
                               coalesce(sum(spans.seconds) filter (where spans.state = 'TRAINING'), 0) as training,
                               coalesce(sum(spans.seconds) filter (where spans.state = 'EVALUATING'), 0) as evaluating,
                               coalesce(sum(spans.seconds) filter (where spans.state in ('PREPARING', 'EXPORTING')), 0)
                                   as rest
                        from (select * from trial
                              where state = 'SUCCEEDED' and spec ->> 'detector' = :detector and spec ->> 'queue' = :queue
                                and spec ->> 'origin' is null and coalesce((spec ->> 'restarts')::integer, 0) = 0
                                and spec ->> 'latency' is null
                              order by ended_at desc limit :most) t
                        join dataset_category c
                          on (c.dataset, c.version, c.name) = (t.dataset, t.dataset_version, t.category)
                        cross join lateral (
                            select state, extract(epoch from lead(at) over (order by at, sequence) - at) as seconds
                            from timeline where trial_id = t.id) spans
                        group by t.id, t.spec, t.evaluated_step, t.ended_at, c.train_good, c.validation_good, c.test_good,
                                 c.test_defective
                        order by t.ended_at desc""")
                .bind("detector", detector)
                .bind("queue", queue)
                .bind("most", MOST)
                .map((row, context) -> new FinishedTrial(
                        json.read(row.getString("settings"), SETTINGS),
                        row.getInt("train_images"),
                        row.getInt("test_images"),
                        row.getLong("evaluated_step"),
                        row.getDouble("training"),
                        row.getDouble("evaluating"),
                        row.getDouble("rest")))
                .list());
    }

    /**
     * Trials of that detector on that kind of device, with exactly these settings, on that category of that content; those
     * whose latency was measured took longer by that and are left out.
     */
    public Measured like(
            String detector,
            Map<String, Object> settings,
            String queue,
            String dataset,
            String version,
            String category) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) as trials,
                               coalesce(avg(extract(epoch from ended_at - started_at)), 0) as seconds,
                               coalesce(max(evaluated_step), 0) as steps
                        from trial
                        where state = 'SUCCEEDED' and started_at is not null
                          and dataset = :dataset and dataset_version = :version and category = :category
                          and spec ->> 'detector' = :detector and spec ->> 'queue' = :queue
                          and spec -> 'settings' = cast(:settings as jsonb)
                          and spec ->> 'latency' is null""")
                .bind("detector", detector)
                .bind("queue", queue)
                .bind("settings", json.write(settings))
                .bind("dataset", dataset)
                .bind("version", version)
                .bind("category", category)
                .map((row, context) ->
                        new Measured(row.getInt("trials"), row.getDouble("seconds"), row.getLong("steps")))
                .one());
    }
}
