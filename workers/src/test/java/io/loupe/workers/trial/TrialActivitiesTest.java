package io.loupe.workers.trial;

import static io.loupe.workers.trial.Platform.await;
import static io.loupe.workers.trial.Platform.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.DetectorException;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real activities under the real workflow: from queue to results, past a failure that waits for a person. */
@Timeout(120)
class TrialActivitiesTest {
    @TempDir
    private Path folder;

    private Lab lab;
    private Platform platform;
    private Story story;
    private TrialWorkflow trial;

    @BeforeEach
    void start() {
        lab = new Lab(folder);
        platform = new Platform(lab);
        story = platform.story;
        trial = platform.trial("t1");
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void trialGoesFromQueueToResultsAndTellsWhoDoesWhat() {
        assertThat(trial.run(lab.spec())).isEqualTo(TrialState.SUCCEEDED);

        assertThat(story.results).singleElement().satisfies(results -> assertThat(results.metrics())
                .containsEntry("eval/image_auroc", 1.0));
        assertThat(story.messages())
                .contains(
                        "host/cpu/1 fetches and verifies washers / washer.",
                        "washer: 9 files are verified on host/cpu/1; waits for a device (train-cpu).",
                        "host/cpu/1 begins the training.",
                        "All 50 steps are done; waits for a device (train-cpu) to be evaluated.",
                        "host/cpu/1 scores the test images of washer.");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
    }

    @Test
    void lossThatIsNotNumberWaitsForPersonAndResumeFinishes() {
        AtomicBoolean mended = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && !mended.get()) {
                throw new DetectorException(
                        DetectorException.Kind.NUMERICS, "the loss is not a number", "train/loss", "mend it");
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("failure", () -> story.saw("failed") && lab.runs.statuses().contains("FAILED"));
        assertThat(story.last("failed").failure().orElseThrow().failureClass()).isEqualTo(FailureClass.NUMERICS);
        mended.set(true);
        trial.resume("ada");

        assertThat(result(trial)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(lab.runs.statuses()).containsExactly("FAILED", "RUNNING", "FINISHED");
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }
}
