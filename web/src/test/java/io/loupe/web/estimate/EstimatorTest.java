package io.loupe.web.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.estimate.Estimate.Basis;
import io.loupe.web.estimate.Estimate.Part;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the timelines of finished trials to seconds, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class EstimatorTest {
    @Inject
    TestData data;

    @Inject
    ExperimentService service;

    @Inject
    TrialRepository trials;

    @Inject
    TrialChanges changes;

    @Inject
    DocumentChecker checker;

    @Inject
    Estimator estimator;

    /** A batch size that no other test has. */
    private static String document(String device, int batchSize, int epochs) {
        return """
                loupe: 1
                name: Estimated
                data:
                  - dataset: estimated
                arms:
                  - { name: vae, detector: vt-adl, preset: quick, settings: { epochs: %d, batchSize: %d } }
                run: { device: %s }
                """.formatted(epochs, batchSize, device);
    }

    private Part estimate(String device, int batchSize, int epochs) {
        Checked.Valid valid = (Checked.Valid) checker.check(document(device, batchSize, epochs));
        return estimator.estimate(valid.document()).parts().getFirst();
    }

    private void change(Trial trial, long second, TrialState state) {
        changes.apply(new TrialChange(
                trial.id().toString(),
                "run:" + second,
                second * 1_000,
                state,
                "state",
                "now " + state,
                Optional.empty(),
                Optional.empty()));
    }

    /** 10 s of fetching, 100 s of training, 20 s of evaluation, 5 s of export; 60 s it lay paused. */
    private void finish(Trial trial) {
        change(trial, 1, TrialState.PREPARING);
        change(trial, 11, TrialState.TRAINING);
        change(trial, 51, TrialState.PAUSED);
        change(trial, 111, TrialState.TRAINING);
        change(trial, 171, TrialState.EVALUATING);
        change(trial, 191, TrialState.EXPORTING);
        trials.evaluated(trial.id(), new TrialResults(80, Map.of(), "r", "mlflow/r", 1, "0".repeat(64)));
        change(trial, 196, TrialState.SUCCEEDED);
    }

    @Test
    void aFinishedTrialTellsWhatALongerOneTakesOnTheSameKindOfDevice() {
        data.dataset("estimated", "washer");
        assertThat(estimate("cpu", 13, 10).basis()).isEqualTo(Basis.UNKNOWN);
        ExperimentService.Submission.Accepted accepted = (ExperimentService.Submission.Accepted)
                service.submit(document("cpu", 13, 10), Optional.empty(), "tests");
        finish(trials.ofExperiment(accepted.submitted().id()).getFirst());

        Part same = estimate("cpu", 13, 10);
        Part longer = estimate("cpu", 13, 30);

        assertThat(same.basis()).isEqualTo(Basis.MEASURED);
        assertThat(same.secondsEach()).hasValue(195);
        assertThat(same.steps()).hasValue(80);
        assertThat(longer.basis()).isEqualTo(Basis.SCALED);
        assertThat(longer.secondsEach()).hasValue(3 * 100 + 20 + 10 + 5);
        assertThat(longer.measured()).isEqualTo(1);
        assertThat(estimate("cpu", 14, 10).basis()).isEqualTo(Basis.UNKNOWN);
        assertThat(estimate("gpu", 13, 10).basis()).isEqualTo(Basis.UNKNOWN);
    }
}
