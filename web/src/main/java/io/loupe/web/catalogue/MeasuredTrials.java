package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** What finished trials have cost. */
@ApplicationScoped
public class MeasuredTrials {
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

    /** Trials of that detector, with exactly these settings, on that category of that content. */
    public Measured like(
            String detector, Map<String, Object> settings, String dataset, String version, String category) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) as trials,
                               coalesce(avg(extract(epoch from ended_at - started_at)), 0) as seconds,
                               coalesce(max(evaluated_step), 0) as steps
                        from trial
                        where state = 'SUCCEEDED' and started_at is not null
                          and dataset = :dataset and dataset_version = :version and category = :category
                          and spec ->> 'detector' = :detector and spec -> 'settings' = cast(:settings as jsonb)""")
                .bind("detector", detector)
                .bind("settings", json.write(settings))
                .bind("dataset", dataset)
                .bind("version", version)
                .bind("category", category)
                .map((row, context) ->
                        new Measured(row.getInt("trials"), row.getDouble("seconds"), row.getLong("steps")))
                .one());
    }
}
