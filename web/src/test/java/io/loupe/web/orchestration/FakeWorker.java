package io.loupe.web.orchestration;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.PayloadConverter;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
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
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A worker that trains nothing: it does at once, or waits, or fails, as tests ask by the experiment's name. */
final class FakeWorker implements AutoCloseable, TrialActivities, DatasetActivities {
    static final String IDENTITY = "host-a/cpu/4711";
    static final long STEPS = 100;

    /** What every preparation was told, oldest first. */
    final List<TrialSpec> prepared = new CopyOnWriteArrayList<>();

    /** Trials of experiments whose name holds one of these fail in training. */
    final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** Trials of experiments whose name holds one of these beat and do not end until it is taken away. */
    final Set<String> holding = ConcurrentHashMap.newKeySet();

    /** Trials of experiments whose name holds one of these lose the store in the first attempt of their training. */
    final Set<String> stumbling = ConcurrentHashMap.newKeySet();

    volatile Function<ImportSpec, ImportOutcome> importer = spec -> {
        throw new IllegalStateException("no import expected");
    };

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final WorkerFactory factory;

    FakeWorker(String address, String namespace) {
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(PayloadConverter.create())
                        .setIdentity(IDENTITY)
                        .build());
        factory = WorkerFactory.newInstance(client);
        WorkerOptions options = WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(200))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(200))
                .build();
        factory.newWorker(WorkflowNames.TRAIN_CPU, options).registerActivitiesImplementations(this);
        factory.newWorker(WorkflowNames.DATA, options).registerActivitiesImplementations(this);
        factory.start();
    }

    @Override
    public TrialPrepared prepare(TrialSpec spec) {
        prepared.add(spec);
        return new TrialPrepared("run-" + spec.trialId(), 130, IDENTITY);
    }

    @Override
    public TrainOutcome train(TrialSpec spec) {
        client.newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow(spec.trialId()))
                .attempt(new AttemptNotice(TrialState.TRAINING, "started", 1, IDENTITY, "Taken by " + IDENTITY));
        if (failing.stream().anyMatch(spec.experimentName()::contains)) {
            throw ApplicationFailure.newFailure(
                    "train/loss is NaN",
                    FailureClass.NUMERICS.name(),
                    new FailureReport(FailureClass.NUMERICS, "train/loss is NaN", "step 42", "Lower the learning rate.")
                            .withLog(List.of("checkpoint of step 40 is published", "train/loss is <NaN>")));
        }
        if (stumbling.stream().anyMatch(spec.experimentName()::contains)
                && Activity.getExecutionContext().getInfo().getAttempt() == 1) {
            throw ApplicationFailure.newFailure("the store was away.", FailureClass.PLATFORM.name());
        }
        while (holding.stream().anyMatch(spec.experimentName()::contains)) {
            beat(40);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        beat(STEPS);
        return new TrainOutcome.Completed(STEPS);
    }

    private static void beat(long step) throws ActivityCompletionException {
        Activity.getExecutionContext()
                .heartbeat(new TrialProgress(
                        "training",
                        1,
                        step,
                        STEPS,
                        10,
                        Map.of("train/loss", 0.5),
                        20,
                        0,
                        1 << 30,
                        "cpu",
                        System.currentTimeMillis()));
    }

    @Override
    public TrialResults evaluate(TrialSpec spec) {
        return new TrialResults(
                STEPS,
                Map.of("eval/image_auroc", 0.9, "eval/au_pro_0.3", 0.8),
                "run-" + spec.trialId(),
                "mlflow/1/run-" + spec.trialId() + "/artifacts",
                70,
                "%064x".formatted(1));
    }

    @Override
    public void setRunStatus(TrialSpec spec, String status) {}

    @Override
    public void setExperimentStatus(TrialSpec spec, String status) {}

    @Override
    public ImportOutcome importFolder(ImportSpec spec) {
        return importer.apply(spec);
    }

    /** An import that is nearly done and never is. */
    static ImportOutcome importUntilStopped() throws ActivityCompletionException {
        while (true) {
            Activity.getExecutionContext().heartbeat(new ImportProgress("checking", 703, 706));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    static ApplicationFailure broken(String message) {
        return ApplicationFailure.newFailure(
                message, FailureClass.DATA.name(), new FailureReport(FailureClass.DATA, message, "", "Mend it."));
    }

    static ImportOutcome refused(String path, String message) {
        return new ImportOutcome(
                "", List.of(), List.of(new ImportOutcome.Problem("error", path, message)), 1, "datasets/report.json");
    }

    /** A checkpoint of step 40, as a worker leaves it behind. */
    static void publish(ObjectStore objects, String trial) {
        new PublishedCheckpoints(objects)
                .publish(
                        Optional.empty(),
                        new CheckpointStore.Draft(trial, 40, STEPS, 1, Map.of()),
                        Map.of("weights", new byte[] {1}),
                        List.of());
    }

    @Override
    public void close() {
        holding.clear();
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
        stubs.shutdownNow();
    }
}
