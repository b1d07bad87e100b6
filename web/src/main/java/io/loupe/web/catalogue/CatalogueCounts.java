package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** How much there is of everything, counted without looking at what belongs to it. */
@ApplicationScoped
public class CatalogueCounts {
    private final Jdbi jdbi;

    CatalogueCounts(Jdbi jdbi) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
    }

    /**
     * @param attention trials that need a person
     * @param datasets names that were ever imported
     */
    public record Counts(int attention, int experiments, int datasets) {}

    public Counts count() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select (select count(*) from trial where state = 'NEEDS_ATTENTION') as attention,
                               (select count(*) from experiment) as experiments,
                               (select count(distinct dataset) from import_job) as datasets""")
                .map((row, context) ->
                        new Counts(row.getInt("attention"), row.getInt("experiments"), row.getInt("datasets")))
                .one());
    }
}
