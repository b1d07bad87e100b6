package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists and counts in a catalogue of thousands of experiments. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CatalogueListsTest {
    private static final Pattern SEEN =
            Pattern.compile("on trial t?\\b.*actual[^)]*rows=(\\d+)(?:\\.\\d+)? loops=(\\d+)");
    private static final int EXPERIMENTS = 3_000;

    @Inject
    Jdbi jdbi;

    @Inject
    TestData data;

    @Inject
    ExperimentRepository experiments;

    @Inject
    CatalogueCounts counts;

    @BeforeEach
    void fill() {
        String version = data.dataset("washers", "washer");
        jdbi.useTransaction(handle -> {
            boolean there = handle.createQuery("select exists (select 1 from experiment where name = 'Many 1')")
                    .mapTo(Boolean.class)
                    .one();
            if (there) {
                return;
            }
            handle.createUpdate("""
                            with many as (
                                insert into experiment (id, name, notes, document, document_sha256, resolved, parallel,
                                                        priority, submitted_at)
                                select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Many ' || n, '',
                                       '', '', '{}', 1, 'normal', now()
                                from generate_series(1, :experiments) n
                                returning id),
                            arms as (
                                insert into arm (experiment_id, position, name, detector, preset, given, settings)
                                select id, 0, 'a', 'vt-adl', 'quick', '{}', '{}' from many
                                returning experiment_id)
                            insert into trial (id, experiment_id, position, arm_position, dataset, dataset_version,
                                               category, seed, spec, state_since, submitted_at)
                            select gen_random_uuid(), experiment_id, seed, 0, 'washers', :version, 'washer', seed, '{}',
                                   now(), now()
                            from arms, generate_series(0, 3) seed""")
                    .bind("experiments", EXPERIMENTS)
                    .bind("version", version)
                    .execute();
        });
        jdbi.useHandle(handle -> handle.execute("analyze"));
    }

    @Test
    void aPageOfTheListReadsTheTrialsOfItsOwnExperimentsAlone() {
        List<String> plan = jdbi.withHandle(
                handle -> handle.createQuery("explain (analyze, costs off) " + ExperimentRepository.LIST)
                        .bind("state", Optional.<String>empty())
                        .bind("text", "many")
                        .bind("after", Optional.<java.util.UUID>empty())
                        .bind("limit", 26)
                        .mapTo(String.class)
                        .list());

        assertThat(trialsSeen(plan)).as(String.join("\n", plan)).isBetween(26 * 4L, 26 * 4L + 100);
    }

    private static long trialsSeen(List<String> plan) {
        return plan.stream()
                .map(SEEN::matcher)
                .filter(Matcher::find)
                .mapToLong(seen -> Long.parseLong(seen.group(1)) * Long.parseLong(seen.group(2)))
                .sum();
    }

    @Test
    void aPageAndTheOneAfterItHoldEveryExperimentOnce() {
        Page<ExperimentOverview> first = experiments.list(Optional.empty(), "many 29", Optional.empty(), 60);
        Page<ExperimentOverview> second = experiments.list(
                Optional.of(ExperimentState.QUEUED), "many 29", first.next().map(java.util.UUID::fromString), 60);

        // 29, 290 to 299, 2900 to 2999.
        assertThat(first.items()).hasSize(60).first().satisfies(overview -> {
            assertThat(overview.name()).isEqualTo("Many 2999");
            assertThat(overview.counts().total()).isEqualTo(4);
        });
        assertThat(second.items()).hasSize(51).last().satisfies(overview -> assertThat(overview.name())
                .isEqualTo("Many 29"));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void experimentsAndDatasetsAreCounted() {
        assertThat(counts.count().experiments()).isGreaterThanOrEqualTo(EXPERIMENTS);
        assertThat(counts.count().datasets()).isPositive();
    }
}
