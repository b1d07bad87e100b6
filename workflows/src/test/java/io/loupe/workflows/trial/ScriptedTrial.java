package io.loupe.workflows.trial;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.WorkflowNames;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A worker that does what the test wrote down, and remembers what it was asked. */
public final class ScriptedTrial implements TrialActivities {
    private final Deque<Supplier<TrainOutcome>> trainings = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> chains = new ArrayList<>();
    private volatile boolean mlflowAway;

    public static TrialSpec spec() {
        return spec("t1");
    }

    public static TrialSpec spec(String trialId) {
        return new TrialSpec(
                trialId,
                "e1",
                "Washers",
                "vae",
                "vt-adl",
                Map.of("loss", "mse-vae", "vae", Map.of("beta", 0.1)),
                "washers",
                "0".repeat(64),
                "washer",
                1,
                WorkflowNames.TRAIN_CPU,
                60,
                "all",
                List.of());
    }

    public static ApplicationFailure failure(FailureClass failureClass, String place, String cause) {
        return ApplicationFailure.newFailure(
                cause, failureClass.name(), new FailureReport(failureClass, cause, place, "Mend it, then resume."));
    }

    /** A training that ends when it is asked to. */
    public static TrainOutcome untilCancelled() throws ActivityCompletionException {
        while (true) {
            Activity.getExecutionContext().heartbeat("beat");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A training whose worker is lost: it neither beats nor answers any more. */
    public static TrainOutcome lost() {
        Activity.getExecutionContext().doNotCompleteOnReturn();
        return new TrainOutcome.Completed(0);
    }

    /** What the next training does; without any, it completes at step 100. */
    public synchronized ScriptedTrial train(Supplier<TrainOutcome> training) {
        trainings.add(training);
        return this;
    }

    public ScriptedTrial mlflowAway() {
        mlflowAway = true;
        return this;
    }

    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The chain of checkpoints that each call on the device was told, oldest first. */
    public synchronized List<String> chains() {
        return List.copyOf(chains);
    }

    private synchronized void called(String call) {
        calls.add(call);
    }

    private synchronized void called(String call, TrialSpec spec) {
        calls.add(call);
        chains.add(spec.chain());
    }

    @Override
    public TrialPrepared prepare(TrialSpec spec) {
        called("prepare", spec);
        notice(spec, TrialState.PREPARING, "Fetches washer.");
        return new TrialPrepared("run-1", 80, "host/cpu/1");
    }

    @Override
    public TrainOutcome train(TrialSpec spec) {
        called("train", spec);
        notice(spec, TrialState.TRAINING, "Training begins.");
        Supplier<TrainOutcome> training;
        synchronized (this) {
            training = trainings.isEmpty() ? () -> new TrainOutcome.Completed(100) : trainings.remove();
        }
        return training.get();
    }

    @Override
    public TrialResults evaluate(TrialSpec spec) {
        called("evaluate", spec);
        notice(spec, TrialState.EVALUATING, "Scores the test images.");
        return new TrialResults(100, Map.of("eval/au_pro_0.3", 0.9), "run-1", "mlflow/1/run-1", 70, "f".repeat(64));
    }

    @Override
    public void setRunStatus(TrialSpec spec, String status) {
        if (mlflowAway) {
            throw failure(FailureClass.PLATFORM, "", "MLflow is away");
        }
        called("status " + status);
    }

    @Override
    public void setExperimentStatus(TrialSpec trial, String status) {
        called("experiment " + status);
    }

    private static void notice(TrialSpec spec, TrialState state, String message) {
        var context = Activity.getExecutionContext();
        context.getWorkflowClient()
                .newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow(spec.trialId()))
                .attempt(new AttemptNotice(state, "started", context.getInfo().getAttempt(), "host/cpu/1", message));
    }
}
