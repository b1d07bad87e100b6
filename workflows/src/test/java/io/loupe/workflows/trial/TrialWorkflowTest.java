package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.control.TrialChange;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A trial's way when nobody interferes, whatever fails. */
@Timeout(120)
class TrialWorkflowTest {
    private final TrialStage stage = TrialStage.withTrainer();
    private final RecordedControl control = stage.control();
    private final ScriptedTrial worker = stage.worker();
    private final TrialWorkflow trial = stage.trial();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void successTellsItsStoryInOrder() {
        TrialState end = trial.run(ScriptedTrial.spec());

        assertThat(end).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.calls()).containsExactly("prepare", "train", "evaluate");
        assertThat(control.events())
                .containsExactly("queued", "started", "prepared", "started", "trained", "started", "succeeded");
        assertThat(control.states())
                .containsExactly(
                        TrialState.QUEUED,
                        TrialState.PREPARING,
                        TrialState.QUEUED,
                        TrialState.TRAINING,
                        TrialState.QUEUED,
                        TrialState.EVALUATING,
                        TrialState.SUCCEEDED);
        assertThat(control.results()).hasSize(1);
        assertThat(control.changes().getLast().mlflowRunId()).contains("run-1");
        assertThat(control.changes()).extracting(TrialChange::key).doesNotHaveDuplicates();
    }

    @Test
    void platformFailuresAreTriedAgainWithoutPerson() {
        for (int i = 0; i < 12; i++) {
            worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.PLATFORM, "", "the object store is away");
            });
        }

        TrialState end = trial.run(ScriptedTrial.spec());

        assertThat(end).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.calls()).filteredOn("train"::equals).hasSize(13);
        assertThat(control.states()).doesNotContain(TrialState.NEEDS_ATTENTION);
    }

    @Test
    void dataFailureWaitsForPersonAndResumePreparesAgain() {
        worker.train(() -> {
            throw ScriptedTrial.failure(FailureClass.DATA, "train/good/007.png", "the file is cut off");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await(
                "failed", () -> control.sawEvent("failed") && worker.calls().contains("status FAILED"));
        TrialChange failed = control.last("failed").orElseThrow();
        assertThat(failed.state()).isEqualTo(TrialState.NEEDS_ATTENTION);
        assertThat(failed.message()).isEqualTo("train/good/007.png: the file is cut off");
        assertThat(failed.failure().orElseThrow().advice()).isEqualTo("Mend it, then resume.");
        assertThat(trial.state()).isEqualTo(TrialState.NEEDS_ATTENTION);
        trial.resume("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.calls())
                .containsSubsequence("prepare", "train", "prepare", "train", "evaluate")
                .containsSubsequence("status FAILED", "status RUNNING", "evaluate");
        assertThat(control.events()).containsSubsequence("failed", "resumed", "succeeded");
    }

    @Test
    void failureWithoutReportStillSaysWhatIsKnown() {
        worker.train(() -> {
            throw ApplicationFailure.newNonRetryableFailure("out of luck", "java.lang.IllegalStateException");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        trial.giveUp("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.GIVEN_UP);
        assertThat(control.last("failed").orElseThrow().message()).isEqualTo("TrialTrain failed: out of luck");
    }

    @Test
    void drainedTrainingQueuesAgainAndGoesOn() {
        worker.train(() -> new TrainOutcome.Yielded(40, TrainOutcome.Yielded.Reason.DRAINED));
        worker.train(() -> new TrainOutcome.Yielded(70, TrainOutcome.Yielded.Reason.DRAINED));

        TrialState end = trial.run(ScriptedTrial.spec());

        assertThat(end).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.calls()).containsExactly("prepare", "train", "train", "train", "evaluate");
        assertThat(control.last("yielded").orElseThrow().message())
                .contains("step 70")
                .contains("train-cpu");
        assertThat(control.states())
                .containsSubsequence(
                        TrialState.TRAINING,
                        TrialState.QUEUED,
                        TrialState.TRAINING,
                        TrialState.QUEUED,
                        TrialState.EVALUATING);
    }

    @Test
    void mlflowAwayDelaysNeitherTheFailureNorTheEnd() {
        worker.mlflowAway().train(() -> {
            throw ScriptedTrial.failure(FailureClass.DATA, "a.png", "unreadable");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        trial.resume("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
    }

    @Test
    void recordThatIsAwayIsWrittenLaterInTheSameOrder() {
        control.refuse(8);

        trial.run(ScriptedTrial.spec());

        assertThat(control.events())
                .containsExactly("queued", "started", "prepared", "started", "trained", "started", "succeeded");
    }
}
