package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of trials remember what they have read; they must never show less than one trial's own page does. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TrialListsTest {
    @Inject
    TestData data;

    @Inject
    TrialRepository trials;

    @Inject
    TrialChanges changes;

    @Inject
    Jdbi jdbi;

    private UUID experiment;
    private UUID trial;

    @BeforeEach
    void submit() {
        experiment = data.experiment("Lists", "washers", "washer");
        trial = trials.ofExperiment(experiment).getFirst().id();
    }

    @Test
    void everyChangeOfATrialIsInTheListAtOnce() {
        changes.apply(change("run:1", 1_000, TrialState.TRAINING));
        assertThat(listed()).isEqualTo(itself());
        assertThat(listed().state()).isEqualTo(TrialState.TRAINING);

        trials.evaluated(trial, results(0.5));
        assertThat(listed()).isEqualTo(itself());
        trials.evaluated(trial, results(0.75));
        assertThat(listed()).isEqualTo(itself());
        assertThat(listed().metrics()).containsExactly(Map.entry("eval/image_auroc", 0.75));

        changes.apply(change("run:2", 2_000, TrialState.SUCCEEDED));
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update trial set restart_wanted = 1 where id = :id")
                    .bind("id", trial)
                    .execute();
            TrialWishes.begunAgain(handle, trial, "ada", Instant.EPOCH);
        });
        assertThat(listed()).isEqualTo(itself());
        assertThat(listed().metrics()).isEmpty();
        assertThat(listed().spec().restarts()).isEqualTo(1);
    }

    @Test
    void whatIsReadInsideATransactionIsForgottenWithIt() {
        jdbi.useTransaction(handle -> {
            for (int step = 1; step <= 2; step++) {
                handle.createUpdate("update trial set heat_maps = :maps where id = :id")
                        .bind("maps", step)
                        .bind("id", trial)
                        .execute();
                assertThat(listed().heatMaps()).isEqualTo(step);
            }
            handle.rollback();
        });

        assertThat(listed().heatMaps()).isZero();
        assertThat(listed()).isEqualTo(itself());
    }

    @Test
    void listsByStateFollowTheState() {
        changes.apply(change("run:1", 1_000, TrialState.TRAINING));
        assertThat(in(TrialState.TRAINING)).contains(itself());

        changes.apply(change("run:2", 2_000, TrialState.PAUSED));
        assertThat(in(TrialState.TRAINING)).extracting(Trial::id).doesNotContain(trial);
        assertThat(in(TrialState.PAUSED)).contains(itself());
    }

    private List<Trial> in(TrialState state) {
        return trials.inStates(List.of(state), 100);
    }

    private Trial listed() {
        return trials.ofExperiment(experiment).stream()
                .filter(each -> each.id().equals(trial))
                .findFirst()
                .orElseThrow();
    }

    private Trial itself() {
        return trials.find(trial).orElseThrow();
    }

    private TrialChange change(String key, long at, TrialState state) {
        return new TrialChange(
                trial.toString(), key, at, state, "state", "now " + state, Optional.empty(), Optional.empty());
    }

    private static TrialResults results(double auroc) {
        return new TrialResults(100, Map.of("eval/image_auroc", auroc), "run", "s3://loupe/1", 0, "0".repeat(64));
    }
}
