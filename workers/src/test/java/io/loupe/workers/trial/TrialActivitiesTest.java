package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.PayloadConverter;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.experiment.ExperimentSummary;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.loupe.workflows.trial.TrialWorkflowImpl;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real activities under the real workflow, on Temporal's in-memory server. */
@Timeout(120)
class TrialActivitiesTest {
    private final Story story = new Story();

    @TempDir
    private Path folder;

    private Lab lab;
    private TestWorkflowEnvironment environment;
    private WorkerFactory device;
    private TrialWorkflow trial;

    @BeforeEach
    void start() {
        lab = new Lab(folder);
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.create())
                        .build());
        SearchKeys.all()
                .forEach(key ->
                        options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        environment = TestWorkflowEnvironment.newInstance(options.build());
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(TrialWorkflowImpl.class);
        orchestration.registerActivitiesImplementations(story);
        environment.start();
        device = startDevice();
        trial = environment
                .getWorkflowClient()
                .newWorkflowStub(
                        TrialWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowNames.trialWorkflow("t1"))
                                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                                .build());
    }

    /** Why the worker found itself unfit. */
    private final List<String> unfit = new CopyOnWriteArrayList<>();

    private TrialActivitiesImpl activities;

    private WorkerFactory startDevice() {
        WorkerFactory factory = WorkerFactory.newInstance(environment.getWorkflowClient());
        activities = new TrialActivitiesImpl(lab.workplace(), unfit::add);
        WorkerOptions options = WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(50))
                .build();
        factory.newWorker(WorkflowNames.TRAIN_CPU, options).registerActivitiesImplementations(activities);
        factory.newWorker(WorkflowNames.DATA, options).registerActivitiesImplementations(activities);
        factory.start();
        return factory;
    }

    @AfterEach
    void stop() {
        device.shutdownNow();
        environment.close();
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

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(lab.runs.statuses()).containsExactly("FAILED", "RUNNING", "FINISHED");
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void workerThatIsToldToEndYieldsAndTheNextOneGoesOnAtTheNextStep() {
        CountDownLatch reached = new CountDownLatch(1);
        AtomicBoolean draining = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && !draining.get()) {
                reached.countDown();
                await("the order to end", draining::get);
                // The next beat hears of it before the next step is done.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("step 31", () -> reached.getCount() == 0);
        device.shutdown();
        draining.set(true);
        device.awaitTermination(30, TimeUnit.SECONDS);
        await("the yield", () -> story.saw("yielded"));
        device = startDevice();

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(story.last("yielded").message()).contains("Given back by its worker");
        assertThat(story.messages()).anyMatch(message -> message.matches(".*goes on from step 3\\d of 50\\."));
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void pausedTrainingPublishesAndGoesOnAtTheNextStepToTheSameBytes() {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.train(1, new QuietPulse());
        AtomicBoolean paused = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && !paused.get()) {
                await("the pause", paused::get);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("training", () -> story.states().contains(TrialState.TRAINING));
        trial.pause("ada");
        await("stopping", () -> story.saw("stopping"));
        paused.set(true);
        await("paused", () -> story.saw("paused"));
        assertThat(lab.newest().step()).isBetween(31L, 40L);
        trial.resume("ada");

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(story.messages()).anyMatch(message -> message.matches(".*goes on from step 3\\d of 50\\."));
        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void workerOnLeaveGivesItsTrainingBackAndTakesItAgainWhenItIsCalledBack() {
        AtomicBoolean left = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && left.compareAndSet(false, true)) {
                activities.onLeave(true);
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("the yield", () -> story.saw("yielded"));
        assertThat(lab.newest().step()).isEqualTo(31);
        activities.onLeave(false);

        assertThat(WorkflowStub.fromTyped(trial).getResult(TrialState.class)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void workerOnWhichThreeTrialsFailOneAfterTheOtherIsUnfit() {
        lab.failures = (point, id, number) -> {
            if (point == Point.PREPARE) {
                throw new IllegalStateException("the disk is on fire");
            }
        };

        threeTrialsFailOneAfterTheOther("the disk is on fire");
    }

    @Test
    void workerWhoseCacheCannotBeWrittenIsUnfit() throws IOException {
        Files.writeString(lab.cache, "a file where a folder should be");

        threeTrialsFailOneAfterTheOther("cannot write " + lab.cache);
    }

    private void threeTrialsFailOneAfterTheOther(String cause) {
        for (String id : List.of("t1", "t2", "t3")) {
            assertThat(unfit).as("before %s", id).isEmpty();
            WorkflowClient.start(
                    environment
                            .getWorkflowClient()
                            .newWorkflowStub(
                                    TrialWorkflow.class,
                                    WorkflowOptions.newBuilder()
                                            .setWorkflowId(WorkflowNames.trialWorkflow(id))
                                            .setTaskQueue(WorkflowNames.ORCHESTRATION)
                                            .build())::run,
                    lab.fork(id, lab.spec(), new TrialOrigin("t0", "t0", 1, 1)));
            await(
                    id + " failed",
                    () -> story.messages().stream()
                                    .filter(message -> message.contains(cause))
                                    .count()
                            >= Integer.parseInt(id.substring(1)));
        }

        await("unfit", () -> !unfit.isEmpty());
        assertThat(unfit.getFirst()).contains("3 different trials", cause);
    }

    @Test
    void cancelledTrainingPublishesAndItsRunIsKilled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31) {
                await("the cancellation", cancelled::get);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("training", () -> story.states().contains(TrialState.TRAINING));
        WorkflowStub.fromTyped(trial).cancel();
        await("cancelling", () -> story.saw("cancelling"));
        cancelled.set(true);

        assertThatThrownBy(() -> WorkflowStub.fromTyped(trial).getResult(TrialState.class))
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(story.states()).last().isEqualTo(TrialState.CANCELLED);
        assertThat(lab.newest().step()).isBetween(30L, (long) Lab.STEPS);
        assertThat(lab.runs.statuses()).containsExactly("KILLED");
    }

    private static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("not seen in a minute: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** The trial's record in memory. */
    private static final class Story implements ControlActivities {
        private final List<TrialChange> changes = new CopyOnWriteArrayList<>();
        private final List<TrialResults> results = new CopyOnWriteArrayList<>();

        List<String> messages() {
            return changes.stream().map(TrialChange::message).toList();
        }

        List<TrialState> states() {
            return changes.stream().map(TrialChange::state).toList();
        }

        boolean saw(String event) {
            return changes.stream().anyMatch(change -> change.event().equals(event));
        }

        TrialChange last(String event) {
            return changes.reversed().stream()
                    .filter(change -> change.event().equals(event))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public List<TrialSpec> trials(String experimentId, int offset, int limit) {
            return List.of();
        }

        @Override
        public void trialChanged(TrialChange change) {
            changes.add(change);
        }

        @Override
        public void trialEvaluated(String trialId, TrialResults evaluated) {
            results.add(evaluated);
        }

        @Override
        public int cancelRemaining(String experimentId, int offset) {
            return 0;
        }

        @Override
        public void experimentEnded(ExperimentSummary summary) {}

        @Override
        public void importEnded(String importId, ImportOutcome outcome) {}

        @Override
        public void importFailed(String importId, String message) {}
    }
}
