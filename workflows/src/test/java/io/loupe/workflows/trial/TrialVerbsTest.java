package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.control.TrialChange;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person, or a trial of higher priority, asks of one trial. */
@Timeout(120)
class TrialVerbsTest {
    private final TrialStage stage = TrialStage.withTrainer();
    private final RecordedControl control = stage.control();
    private final ScriptedTrial worker = stage.worker();
    private final TrialWorkflow trial = stage.trial();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void givenUpTrialEndsAndKeepsItsFailedRun() {
        worker.train(() -> {
            throw ScriptedTrial.failure(FailureClass.NUMERICS, "train/loss", "NaN at step 12");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        trial.giveUp("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.GIVEN_UP);
        assertThat(control.events()).endsWith("failed", "given-up");
        assertThat(worker.calls()).containsExactly("prepare", "train", "status FAILED");
    }

    @Test
    void cancelWhileTrainingEndsOnlyAfterWorkerLetGo() {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        worker.train(() -> {
            try {
                while (true) {
                    Activity.getExecutionContext().heartbeat("beat");
                    Thread.onSpinWait();
                }
            } catch (ActivityCanceledException cancelled) {
                told.countDown();
                awaitLatch(letGo);
                throw cancelled;
            }
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        WorkflowStub.fromTyped(trial).cancel();
        awaitLatch(told);
        TestServer.await("cancelling", () -> control.sawEvent("cancelling"));
        assertThat(control.states()).doesNotContain(TrialState.CANCELLED);
        letGo.countDown();

        assertCancelled(stage);
        assertThat(control.events()).endsWith("cancelling", "cancelled");
        assertThat(worker.calls()).containsExactly("prepare", "train", "status KILLED");
    }

    @Test
    void cancelWhileWaitingForPersonEndsAtOnce() {
        worker.train(() -> {
            throw ScriptedTrial.failure(FailureClass.MEMORY, "", "out of memory");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        WorkflowStub.fromTyped(trial).cancel();

        assertCancelled(stage);
        assertThat(worker.calls()).endsWith("status FAILED", "status KILLED");
    }

    @Test
    void personsVerbsHaveNoEffectOnTrialThatDoesNotWait() {
        CountDownLatch go = new CountDownLatch(1);
        worker.train(() -> {
            awaitLatch(go);
            return new TrainOutcome.Completed(100);
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        trial.resume("ada");
        trial.giveUp("ada");
        trial.attempt(new AttemptNotice(TrialState.PREPARING, "started", 1, "a late worker", "too late"));
        go.countDown();

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(control.events()).doesNotContain("resumed", "given-up");
        assertThat(control.changes()).extracting(TrialChange::message).doesNotContain("too late");
    }

    @Test
    void pauseWhileTrainingWaitsUntilTheWorkerLetGoAndResumeGoesOn() {
        worker.train(ScriptedTrial::untilCancelled);

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        trial.pause("ada");
        trial.pause("ada");
        TestServer.await("paused", () -> control.sawEvent("paused"));
        assertThat(trial.state()).isEqualTo(TrialState.PAUSED);
        assertThat(control.events()).filteredOn("stopping"::equals).hasSize(1);
        trial.giveUp("ada");
        trial.resume("bob");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.calls()).containsExactly("prepare", "train", "prepare", "train", "evaluate");
        assertThat(control.events())
                .containsSubsequence("stopping", "paused", "resumed", "started", "succeeded")
                .doesNotContain("given-up");
        assertThat(control.last("resumed").orElseThrow().message()).contains("bob");
    }

    @Test
    void pauseOfTrialThatNoWorkerHasTakenLeavesTheQueue() {
        try (TrialStage deserted = TrialStage.withoutTrainer()) {
            WorkflowClient.start(deserted.trial()::run, ScriptedTrial.spec());
            deserted.trial().pause("ada");
            TestServer.await("paused", () -> deserted.control().sawEvent("paused"));

            WorkflowStub.fromTyped(deserted.trial()).cancel();
            assertCancelled(deserted);
            assertThat(deserted.worker().calls()).containsExactly("status KILLED");
        }
    }

    @Test
    void pauseThatComesWhenTrainingEndsHoldsTheEvaluationBack() {
        CountDownLatch go = new CountDownLatch(1);
        worker.train(() -> {
            awaitLatch(go);
            return new TrainOutcome.Completed(100);
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        trial.pause("ada");
        TestServer.await("asked", () -> control.sawEvent("stopping"));
        go.countDown();
        TestServer.await("paused", () -> control.sawEvent("paused"));
        assertThat(worker.calls()).containsExactly("prepare", "train");
        assertThat(control.events()).containsSubsequence("trained", "paused");
        trial.resume("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
    }

    @Test
    void failureWhilePausingNeedsAttentionInstead() {
        worker.train(() -> {
            trial.pause("ada");
            TestServer.await("asked", () -> control.sawEvent("stopping"));
            throw ScriptedTrial.failure(FailureClass.NUMERICS, "train/loss", "NaN at step 12");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        trial.resume("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(control.events()).doesNotContain("paused");
    }

    @Test
    void failureThatIsNotTriedAgainNeedsAttentionInsteadOfThePause() {
        worker.train(() -> {
            trial.pause("ada");
            TestServer.await("asked", () -> control.sawEvent("stopping"));
            throw ApplicationFailure.newNonRetryableFailure("access denied", FailureClass.PLATFORM.name());
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));

        assertThat(control.events()).doesNotContain("paused");
    }

    @Test
    void restartWhileTrainingBeginsAgainWithAnotherChainOnce() {
        worker.train(ScriptedTrial::untilCancelled);

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        trial.restart("ada", 1);
        trial.restart("ada", 1);

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.chains()).containsExactly("t1", "t1", "t1-restart-1", "t1-restart-1", "t1-restart-1");
        assertThat(control.events()).filteredOn("restarted"::equals).hasSize(1);
        assertThat(control.states()).doesNotContain(TrialState.PAUSED);
    }

    @Test
    void restartOfTrialThatNeedsAttentionBeginsAgain() {
        worker.train(() -> {
            throw ScriptedTrial.failure(FailureClass.NUMERICS, "train/loss", "NaN at step 12");
        });

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("failed", () -> control.sawEvent("failed"));
        trial.restart("ada", 1);

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(worker.chains()).containsExactly("t1", "t1", "t1-restart-1", "t1-restart-1", "t1-restart-1");
        assertThat(worker.calls()).containsSubsequence("status FAILED", "status RUNNING", "evaluate");
    }

    @Test
    void trialThatGivesWayQueuesAgainAndGoesOn() {
        worker.train(ScriptedTrial::untilCancelled);

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        TestServer.await("training", () -> control.states().contains(TrialState.TRAINING));
        trial.giveWay("Gave way to screw / vae / seed 1.");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(control.last("yielded").orElseThrow().message()).isEqualTo("Gave way to screw / vae / seed 1.");
        assertThat(control.states()).containsSubsequence(TrialState.TRAINING, TrialState.QUEUED, TrialState.TRAINING);
    }

    private static void assertCancelled(TrialStage stage) {
        assertThatThrownBy(() -> WorkflowStub.fromTyped(stage.trial()).getResult(TrialState.class))
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(stage.control().states()).endsWith(TrialState.CANCELLED);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
