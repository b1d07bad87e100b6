package io.loupe.infra.it;

import io.loupe.workflows.PayloadConverter;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.AttemptNotice;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialActivities;
import io.loupe.workflows.trial.TrialPrepared;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A worker on the queue of GPUs with a detector that computes nothing: it says what a real one says, in as many
 * notices, and is done at once. What is left is the platform's own work.
 */
final class StubWorker implements AutoCloseable, TrialActivities {
    static final int SLOTS = 16;

    private static final String IDENTITY = "stub/gpu0/1";
    private static final String NO_WEIGHTS = "0".repeat(64);
    private static final long STEPS = 100;

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final WorkerFactory factory;

    /** Trials that were trained; one that is trained twice would be found by the difference to their number. */
    private final Set<String> trained = ConcurrentHashMap.newKeySet();

    private final Semaphore trainings = new Semaphore(0);

    /** @param address {@code host:port} of Temporal */
    StubWorker(String address) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(WorkflowNames.NAMESPACE)
                        .setDataConverter(PayloadConverter.create())
                        .setIdentity(IDENTITY)
                        .build());
        factory = WorkerFactory.newInstance(client);
        factory.newWorker(
                        WorkflowNames.TRAIN_GPU,
                        WorkerOptions.newBuilder()
                                .setMaxConcurrentActivityExecutionSize(SLOTS)
                                .setDisableEagerExecution(true)
                                .build())
                .registerActivitiesImplementations(this);
        factory.start();
    }

    /** How often a training was done, by whomever it was asked for. */
    int trainings() {
        return trainings.availablePermits();
    }

    Set<String> trained() {
        return Set.copyOf(trained);
    }

    @Override
    public TrialPrepared prepare(TrialSpec spec) {
        started(spec, TrialState.PREPARING);
        return new TrialPrepared("", TinyDataset.TRAIN, IDENTITY);
    }

    @Override
    public TrainOutcome train(TrialSpec spec) {
        started(spec, TrialState.TRAINING);
        Activity.getExecutionContext()
                .heartbeat(new TrialProgress(
                        "training",
                        1,
                        STEPS / 2,
                        STEPS,
                        10,
                        Map.of("train/loss", 0.5),
                        0,
                        0,
                        0,
                        "gpu0",
                        System.currentTimeMillis()));
        trained.add(spec.trialId());
        trainings.release();
        return new TrainOutcome.Completed(STEPS);
    }

    @Override
    public TrialResults evaluate(TrialSpec spec) {
        started(spec, TrialState.EVALUATING);
        double figure = 0.5 + Math.floorMod(spec.trialId().hashCode(), 1000) / 2500.0;
        return new TrialResults(
                STEPS,
                Map.of(
                        "eval/image_auroc", figure,
                        "eval/pixel_auroc", figure,
                        "eval/au_pro_0.3", figure,
                        "eval/image_ap", figure),
                "",
                "",
                0,
                NO_WEIGHTS);
    }

    @Override
    public void setRunStatus(TrialSpec spec, String status) {}

    @Override
    public void setExperimentStatus(TrialSpec trial, String status) {}

    private void started(TrialSpec spec, TrialState state) {
        client.newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow(spec.trialId()))
                .attempt(new AttemptNotice(state, "started", 1, IDENTITY, IDENTITY + " has taken it."));
    }

    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(5, TimeUnit.SECONDS);
        stubs.shutdownNow();
    }
}
