package io.loupe.workflows.trial;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.InOrder;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.experiment.ExperimentWorkflow;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;

/** The story of one trial. */
public final class TrialWorkflowImpl implements TrialWorkflow {
    private final TrialSpec spec;
    private final TrialActivities device;
    private final TrialActivities evaluator;
    private final TrialActivities runStatus = Workflow.newActivityStub(TrialActivities.class, TrialTimes.status());
    private final InOrder statuses = new InOrder();
    private final TrialTimeline timeline;

    /** The state that the activity under way brings once a worker has taken it. */
    private Optional<TrialState> underWay = Optional.empty();

    private Optional<Decision> decision = Optional.empty();

    private enum Decision {
        RESUME,
        GIVE_UP
    }

    @WorkflowInit
    public TrialWorkflowImpl(TrialSpec spec) {
        this.spec = spec;
        this.device = Workflow.newActivityStub(TrialActivities.class, TrialTimes.onDevice(spec));
        this.evaluator = Workflow.newActivityStub(TrialActivities.class, TrialTimes.evaluating(spec));
        this.timeline = new TrialTimeline(spec.trialId());
    }

    @Override
    public TrialState run(TrialSpec same) {
        if (Workflow.getInfo().getContinuedExecutionRunId().isEmpty()) {
            timeline.enter(TrialState.QUEUED, "queued", "Waits for a device (" + spec.queue() + ").");
        }
        CancellationScope.current().getCancellationRequest().thenApply(this::cancelAsked);
        try {
            untilDecided();
        } catch (ActivityFailure | CanceledFailure stopped) {
            if (!cancelRequested()) {
                throw stopped;
            }
            timeline.enter(TrialState.CANCELLED, "cancelled", "Cancelled; the device is free. Checkpoints are kept.");
            tellStatus("KILLED");
        }
        tellExperiment();
        timeline.flush();
        statuses.flush();
        return timeline.state();
    }

    /** Works until the trial succeeded or a person gave it up. */
    private void untilDecided() {
        while (!timeline.state().terminal()) {
            try {
                prepare();
                train();
                evaluate();
            } catch (ActivityFailure failure) {
                if (cancelRequested()) {
                    throw failure;
                }
                underWay = Optional.empty();
                waitForPerson(Failures.report(failure));
            }
        }
    }

    private void prepare() {
        underWay = Optional.of(TrialState.PREPARING);
        TrialPrepared prepared = device.prepare(spec);
        timeline.mlflowRun(prepared.mlflowRunId());
        timeline.enter(
                TrialState.QUEUED,
                "prepared",
                "%s: %d files are verified on %s; waits for a device (%s)."
                        .formatted(spec.category(), prepared.images(), prepared.worker(), spec.queue()));
    }

    private void train() {
        while (true) {
            underWay = Optional.of(TrialState.TRAINING);
            switch (device.train(spec)) {
                case TrainOutcome.Completed completed -> {
                    timeline.enter(
                            TrialState.QUEUED,
                            "trained",
                            "All %d steps are done; waits for a device (%s) to be evaluated."
                                    .formatted(completed.step(), spec.queue()));
                    return;
                }
                case TrainOutcome.Yielded yielded -> {
                    timeline.enter(
                            TrialState.QUEUED,
                            "yielded",
                            "%s at step %d; waits for a device (%s)."
                                    .formatted(reason(yielded.reason()), yielded.step(), spec.queue()));
                    continueWithFreshHistory();
                }
            }
        }
    }

    private static String reason(TrainOutcome.Yielded.Reason reason) {
        return switch (reason) {
            case PAUSED -> "Paused";
            case DRAINED -> "The worker was stopped and published a checkpoint";
            case PREEMPTED -> "Gave way to a more urgent trial";
        };
    }

    private void evaluate() {
        // A run whose status is still to be set to RUNNING must not be set so after evaluate finished it.
        statuses.flush();
        underWay = Optional.of(TrialState.EVALUATING);
        TrialResults results = evaluator.evaluate(spec);
        underWay = Optional.empty();
        timeline.mlflowRun(results.mlflowRunId());
        timeline.evaluated(results);
        timeline.enter(TrialState.SUCCEEDED, "succeeded", "Evaluated at step " + results.step() + ".");
    }

    private void waitForPerson(FailureReport report) {
        timeline.failed(report);
        tellStatus("FAILED");
        tellExperiment();
        // No limit: a trial waits for its person for months if it must.
        Workflow.await(() -> decision.isPresent());
        Decision decided = decision.orElseThrow();
        decision = Optional.empty();
        if (decided == Decision.RESUME) {
            tellStatus("RUNNING");
            tellExperiment();
            continueWithFreshHistory();
        }
    }

    @Override
    public void resume(String who) {
        if (timeline.state() == TrialState.NEEDS_ATTENTION) {
            decision = Optional.of(Decision.RESUME);
            timeline.enter(TrialState.QUEUED, "resumed", "Resumed by " + who + "; goes on from the last checkpoint.");
        }
    }

    @Override
    public void giveUp(String who) {
        if (timeline.state() == TrialState.NEEDS_ATTENTION) {
            decision = Optional.of(Decision.GIVE_UP);
            timeline.enter(TrialState.GIVEN_UP, "given-up", "Given up by " + who + ".");
        }
    }

    @Override
    public void attempt(AttemptNotice notice) {
        if (underWay.equals(Optional.of(notice.state()))) {
            timeline.enter(notice.state(), notice.event(), notice.message());
        }
    }

    @Override
    public TrialState state() {
        return timeline.state();
    }

    private Void cancelAsked(String reason) {
        if (underWay.isPresent()) {
            timeline.remark("cancelling", "Cancel was asked for; waits for the worker to let go of the device.");
        }
        return null;
    }

    private static boolean cancelRequested() {
        return CancellationScope.current().isCancelRequested();
    }

    private void tellStatus(String status) {
        statuses.add(() -> runStatus.setRunStatus(spec, status));
    }

    /** The experiment may have ended, or never have been: a trial that was resumed after its workflow was gone. */
    private void tellExperiment() {
        TrialState now = timeline.state();
        Workflow.newDetachedCancellationScope(() -> {
                    try {
                        Workflow.newExternalWorkflowStub(
                                        ExperimentWorkflow.class, WorkflowNames.experimentWorkflow(spec.experimentId()))
                                .trialMoved(spec.trialId(), now);
                    } catch (ApplicationFailure | SignalExternalWorkflowException gone) {
                        Workflow.getLogger(TrialWorkflowImpl.class)
                                .info("no experiment to tell: {}", gone.getMessage());
                    }
                })
                .run();
    }

    /** Between two activities, a long history is left behind; the last checkpoint is where the new run goes on. */
    private void continueWithFreshHistory() {
        if (Workflow.getInfo().isContinueAsNewSuggested()) {
            timeline.flush();
            statuses.flush();
            Workflow.newContinueAsNewStub(TrialWorkflow.class).run(spec);
        }
    }
}
