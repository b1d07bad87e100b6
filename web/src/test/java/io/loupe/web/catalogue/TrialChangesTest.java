package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What workflows say is written once and in order, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TrialChangesTest {
    @Inject
    TestData data;

    @Inject
    TrialRepository trials;

    @Inject
    ExperimentRepository experiments;

    @Inject
    TrialChanges changes;

    @Inject
    TrialWishes wishes;

    @Inject
    Jdbi jdbi;

    private UUID trial;

    @BeforeEach
    void submit() {
        UUID experiment = data.experiment("Changes", "washers", "washer");
        trial = trials.ofExperiment(experiment).getFirst().id();
    }

    private TrialChange change(String key, long at, TrialState state) {
        return new TrialChange(
                trial.toString(), key, at, state, "state", "now " + state, Optional.empty(), Optional.empty());
    }

    private TrialState state() {
        return trials.find(trial).orElseThrow().state();
    }

    @Test
    void aKnownKeyChangesNothing() {
        changes.apply(change("run:1", 1_000, TrialState.PREPARING));
        changes.apply(change("run:2", 2_000, TrialState.TRAINING));

        assertThat(changes.apply(change("run:1", 1_000, TrialState.PREPARING))).isEqualTo(TrialChanges.Applied.OLD);

        assertThat(state()).isEqualTo(TrialState.TRAINING);
        assertThat(trials.timeline(trial)).hasSize(3);
    }

    @Test
    void theNewestLineIsKnownWithoutItsTimeline() {
        changes.apply(change("run:1", 1_000, TrialState.PREPARING));
        long newest = trials.timeline(trial).stream()
                .mapToLong(TimelineEntry::sequence)
                .max()
                .orElseThrow();

        assertThat(trials.newestLines(List.of(trial, UUID.randomUUID()))).containsExactly(Map.entry(trial, newest));
    }

    @Test
    void anOlderWordThatArrivesLateAddsItsLineOnly() {
        changes.apply(change("run:2", 2_000, TrialState.TRAINING));

        assertThat(changes.apply(change("run:1", 1_000, TrialState.PREPARING))).isEqualTo(TrialChanges.Applied.OLD);

        assertThat(state()).isEqualTo(TrialState.TRAINING);
        assertThat(trials.timeline(trial)).extracting(TimelineEntry::message).contains("now PREPARING");
    }

    @Test
    void whatAnswersAWishWithinItsMillisecondStandsBehindIt() {
        wishes.ask(Verb.PAUSE, trial, "ada", false);
        long asked = trials.timeline(trial).getLast().at().toEpochMilli();

        changes.apply(change("run:1", asked, TrialState.PAUSED));

        assertThat(trials.timeline(trial)).extracting(TimelineEntry::event).endsWith("pause-requested", "state");
    }

    @Test
    void attentionWithoutAReportIsExplainedByItsMessage() {
        changes.apply(change("run:1", 1_000, TrialState.NEEDS_ATTENTION));

        assertThat(trials.find(trial).orElseThrow().failure().orElseThrow().cause())
                .isEqualTo("now NEEDS_ATTENTION");
    }

    @Test
    void whatHasSucceededStaysSo() {
        trials.evaluated(
                trial, new TrialResults(7, Map.of("eval/au_pro_0.3", 0.5), "r", "mlflow/r", 1, "0".repeat(64)));
        changes.apply(change("run:1", 1_000, TrialState.SUCCEEDED));

        changes.apply(change("run:2", 2_000, TrialState.NEEDS_ATTENTION));

        assertThat(state()).isEqualTo(TrialState.SUCCEEDED);
        assertThatThrownBy(() -> wishes.ask(Verb.RESUME, trial, "tests", true)).isInstanceOf(ConflictException.class);
    }

    @Test
    void successWithoutEvaluationIsRefusedByTheSchema() {
        assertThatThrownBy(() -> changes.apply(change("run:1", 1_000, TrialState.SUCCEEDED)))
                .hasMessageContaining("trial_success_was_evaluated");
    }

    @Test
    void theTimelineCannotBeRewritten() {
        assertThatThrownBy(() -> jdbi.useHandle(
                        handle -> handle.createUpdate("update timeline set message = 'x' where trial_id = :id")
                                .bind("id", trial)
                                .execute()))
                .hasMessageContaining("append-only");
    }

    @Test
    void aTrialCancelledBeforeItBeganIsCancelledAgainWhenItBegins() {
        wishes.ask(Verb.CANCEL, trial, "tests", false);
        changes.endWithoutWorkflow(List.of(trial), TrialState.CANCELLED, "no workflow");

        assertThat(changes.apply(change("run:1", System.currentTimeMillis() + 60_000, TrialState.QUEUED)))
                .isEqualTo(TrialChanges.Applied.WISHED_BEFORE);

        assertThat(state()).isEqualTo(TrialState.CANCELLED);
    }

    @Test
    void aTrialPausedBeforeItBeganStaysPausedAndItsWorkflowIsToldOnce() {
        wishes.ask(Verb.PAUSE, trial, "tests", false);
        wishes.park(trial, "tests");
        assertThat(state()).isEqualTo(TrialState.PAUSED);
        long now = System.currentTimeMillis() + 60_000;

        assertThat(changes.apply(change("run:1", now, TrialState.QUEUED)))
                .isEqualTo(TrialChanges.Applied.WISHED_BEFORE);
        assertThat(state()).isEqualTo(TrialState.PAUSED);

        assertThat(changes.apply(change("run:2", now + 1, TrialState.PREPARING)))
                .isEqualTo(TrialChanges.Applied.WRITTEN);
    }

    @Test
    void aRestartPutsWhatWasReachedAside() {
        trials.evaluated(
                trial, new TrialResults(7, Map.of("eval/au_pro_0.3", 0.5), "r", "mlflow/r", 1, "0".repeat(64)));
        changes.apply(change("run:1", 1_000, TrialState.SUCCEEDED));

        wishes.ask(Verb.RESTART, trial, "ada", false);
        assertThat(wishes.restartWanted(trial)).hasValue(1);
        assertThat(wishes.requeue(trial, "ada")).isTrue();

        Trial begun = trials.find(trial).orElseThrow();
        assertThat(begun.state()).isEqualTo(TrialState.QUEUED);
        assertThat(begun.spec().restarts()).isEqualTo(1);
        assertThat(begun.metrics()).isEmpty();
        assertThat(begun.restartWanted()).isFalse();
        assertThat(trials.earlier(trial)).singleElement().satisfies(earlier -> {
            assertThat(earlier.metrics()).isEqualTo(Map.of("eval/au_pro_0.3", 0.5));
            assertThat(earlier.step()).hasValue(7);
            assertThat(earlier.who()).isEqualTo("ada");
            assertThat(earlier.verb()).isEqualTo(Verb.RESTART);
        });
    }

    @Test
    void aRestartThatComesTooLateForTheWorkflowIsToldAgain() {
        changes.apply(change("run:1", 1_000, TrialState.TRAINING));
        wishes.ask(Verb.RESTART, trial, "ada", false);
        trials.evaluated(trial, new TrialResults(7, Map.of(), "r", "mlflow/r", 1, "0".repeat(64)));

        assertThat(changes.apply(change("run:2", 2_000, TrialState.SUCCEEDED)))
                .isEqualTo(TrialChanges.Applied.WISHED_BEFORE);

        assertThat(state()).isEqualTo(TrialState.SUCCEEDED);
        assertThat(trials.find(trial).orElseThrow().standing(false)).isEqualTo(Standing.RESTARTING);
    }

    @Test
    void aRestartThatHasNotHappenedWhenTheExperimentIsCancelledDoesNotHappen() {
        changes.apply(change("run:1", 1_000, TrialState.TRAINING));
        wishes.ask(Verb.RESTART, trial, "ada", false);
        experiments.requestCancel(trials.find(trial).orElseThrow().experimentId(), "ada", Instant.now());

        assertThat(changes.apply(change("run:2", 2_000, TrialState.CANCELLED))).isEqualTo(TrialChanges.Applied.WRITTEN);

        assertThat(wishes.restartWanted(trial)).isEmpty();
        assertThat(trials.find(trial).orElseThrow().standing(false)).isEqualTo(Standing.CANCELLED);
    }

    @Test
    void resultsAreReplacedWhenEvaluatedAgain() {
        trials.evaluated(
                trial, new TrialResults(7, Map.of("eval/a", 0.5, "eval/b", 0.1), "r", "mlflow/r", 1, "0".repeat(64)));
        trials.evaluated(trial, new TrialResults(9, Map.of("eval/a", 0.6), "r", "mlflow/r", 1, "0".repeat(64)));

        assertThat(trials.find(trial).orElseThrow().metrics()).isEqualTo(Map.of("eval/a", 0.6));
    }
}
