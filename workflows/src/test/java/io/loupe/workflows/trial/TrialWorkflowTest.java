package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.control.TrialChange;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrialWorkflowTest {
    private final RecordedControl control = new RecordedControl();
    private final ScriptedTrial worker = new ScriptedTrial();
    private TestWorkflowEnvironment environment;
    private TrialWorkflow trial;

    @BeforeEach
    void start() {
        environment = TestServer.start();
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(TrialWorkflowImpl.class);
        orchestration.registerActivitiesImplementations(control);
        environment
                .newWorker(WorkflowNames.TRAIN_CPU, TestServer.freshHeartbeats())
                .registerActivitiesImplementations(worker);
        environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(worker);
        environment.start();
        trial = TestServer.stub(
                environment.getWorkflowClient(), TrialWorkflow.class, WorkflowNames.trialWorkflow("t1"));
    }

    @AfterEach
    void stop() {
        environment.close();
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

        assertCancelled();
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

        assertCancelled();
        assertThat(worker.calls()).endsWith("status FAILED", "status KILLED");
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
        environment.close();
        environment = TestServer.start();
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(TrialWorkflowImpl.class);
        orchestration.registerActivitiesImplementations(control);
        environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(worker);
        environment.start();
        trial = TestServer.stub(
                environment.getWorkflowClient(), TrialWorkflow.class, WorkflowNames.trialWorkflow("t1"));

        WorkflowClient.start(trial::run, ScriptedTrial.spec());
        trial.pause("ada");
        TestServer.await("paused", () -> control.sawEvent("paused"));

        WorkflowStub.fromTyped(trial).cancel();
        assertCancelled();
        assertThat(worker.calls()).containsExactly("status KILLED");
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

    private void assertCancelled() {
        assertThatThrownBy(() -> WorkflowStub.fromTyped(trial).getResult(TrialState.class))
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(control.states()).endsWith(TrialState.CANCELLED);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
