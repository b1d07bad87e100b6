package io.loupe.workers.trial;

import io.loupe.workflows.PayloadConverter;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.loupe.workflows.trial.TrialWorkflowImpl;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Temporal's in-memory server, the real workflow of trials, and one worker in its {@link Lab}. */
final class Platform implements AutoCloseable {
    final Story story = new Story();

    /** Why the worker found itself unfit. */
    final List<String> unfit = new CopyOnWriteArrayList<>();

    private final Lab lab;
    private final TestWorkflowEnvironment environment;
    private TrialActivitiesImpl activities;
    private WorkerFactory device;

    Platform(Lab lab) {
        this.lab = lab;
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
        startWorker();
    }

    void startWorker() {
        device = WorkerFactory.newInstance(environment.getWorkflowClient());
        activities = new TrialActivitiesImpl(lab.workplace(), unfit::add);
        WorkerOptions options = WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(50))
                .build();
        device.newWorker(WorkflowNames.TRAIN_CPU, options).registerActivitiesImplementations(activities);
        device.newWorker(WorkflowNames.DATA, options).registerActivitiesImplementations(activities);
        device.start();
    }

    /** Its activities hear of it; then {@link #awaitTheWorkersEnd}. */
    void tellTheWorkerToEnd() {
        device.shutdown();
    }

    void awaitTheWorkersEnd() {
        device.awaitTermination(30, TimeUnit.SECONDS);
    }

    /** As a person orders it, or calls it back. */
    void onLeave(boolean leaving) {
        activities.onLeave(leaving);
    }

    /** A workflow that is not started yet. */
    TrialWorkflow trial(String id) {
        return environment
                .getWorkflowClient()
                .newWorkflowStub(
                        TrialWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowNames.trialWorkflow(id))
                                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                                .build());
    }

    static TrialState result(TrialWorkflow trial) {
        return WorkflowStub.fromTyped(trial).getResult(TrialState.class);
    }

    /** Returns once the condition holds; fails when it does not within a minute. */
    static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("not seen in a minute: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        device.shutdownNow();
        environment.close();
    }
}
