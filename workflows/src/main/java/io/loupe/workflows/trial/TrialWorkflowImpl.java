package io.loupe.workflows.trial;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.InOrder;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.experiment.ExperimentWorkflow;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;

/** The story of one trial. */
public final class TrialWorkflowImpl implements TrialWorkflow {
    private final TrialActivities runStatus = Workflow.newActivityStub(TrialActivities.class, TrialTimes.status());
    private final InOrder statuses = new InOrder();
    private final DeviceWork device = new DeviceWork();
    private final TrialTimeline timeline;
    private TrialSpec spec;

    /** The state that the activity under way brings once a worker has taken it. */
    private Optional<TrialState> underWay = Optional.empty();

    /** What a person asked of the trial at work; the work is interrupted for it. */
    private Optional<Wish> wish = Optional.empty();

    /** What a person decided on the waiting trial. */
    private Optional<Decision> decision = Optional.empty();

    private enum Decision {
        RESUME,
        RESTART,
        GIVE_UP
    }

    @WorkflowInit
    public TrialWorkflowImpl(TrialSpec spec) {
        this.spec = spec;
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
            } catch (Wish.Granted granted) {
                underWay = Optional.empty();
                grant();
            } catch (ActivityFailure failure) {
                if (cancelRequested()) {
                    throw failure;
                }
                underWay = Optional.empty();
                if (grantedDespite(failure)) {
                    grant();
                } else {
                    waitForPerson(Failures.report(failure));
                }
            }
        }
    }

    /**
     * Whether the wish is granted although the activity that was interrupted for it failed: a worker that is lost while it
     * lets go, or a server that is away, is no business of a person's, and a restart leaves every failure behind.
     */
    private boolean grantedDespite(ActivityFailure failure) {
        if (wish.isEmpty()) {
            return false;
        }
        return wish.get() instanceof Wish.Restart
                || Failures.passes(failure)
                        && Workflow.getVersion("wishDespiteLostWorker", Workflow.DEFAULT_VERSION, 1) == 1;
    }

    private void prepare() throws Wish.Granted {
        TrialPrepared prepared = onDevice(TrialState.PREPARING, () -> activities(TrialTimes.onDevice(spec))
                .prepare(spec));
        timeline.mlflowRun(prepared.mlflowRunId());
        timeline.enter(
                TrialState.QUEUED,
                "prepared",
                "%s: %d files are verified on %s; waits for a device (%s)."
                        .formatted(spec.category(), prepared.images(), prepared.worker(), spec.queue()));
    }

    private void train() throws Wish.Granted {
        while (true) {
            switch (onDevice(TrialState.TRAINING, () -> activities(TrialTimes.onDevice(spec))
                    .train(spec))) {
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

    /** Does one activity; a person's wish interrupts it, or is granted before it begins. */
    private <T> T onDevice(TrialState brings, Functions.Func<T> activity) throws Wish.Granted {
        if (wish.isPresent()) {
            throw new Wish.Granted();
        }
        underWay = Optional.of(brings);
        try {
            return device.call(activity);
        } catch (ActivityFailure | CanceledFailure stopped) {
            boolean asked = stopped instanceof CanceledFailure || stopped.getCause() instanceof CanceledFailure;
            if (wish.isPresent() && asked && !cancelRequested()) {
                throw new Wish.Granted();
            }
            throw stopped;
        }
    }

    private static TrialActivities activities(ActivityOptions options) {
        return Workflow.newActivityStub(TrialActivities.class, options);
    }

    private void grant() {
        Wish wished = wish.orElseThrow();
        wish = Optional.empty();
        switch (wished) {
            case Wish.Pause pause -> {
                timeline.enter(
                        TrialState.PAUSED,
                        "paused",
                        "Paused by " + pause.who() + "; the device is free, the last checkpoint is kept.");
                tellExperiment();
                awaitPerson();
                tellExperiment();
            }
            case Wish.Restart restart -> restarted(restart.who(), restart.times());
            case Wish.Requeue requeue -> timeline.enter(TrialState.QUEUED, "yielded", requeue.message());
        }
        continueWithFreshHistory();
    }

    private void restarted(String who, int times) {
        spec = spec.restarted(times);
        timeline.enter(
                TrialState.QUEUED,
                "restarted",
                "Restarted by %s: begins again at step 0; checkpoints, metrics and files of the attempt before are kept."
                        .formatted(who));
    }

    private static String reason(TrainOutcome.Yielded.Reason reason) {
        return switch (reason) {
            case PAUSED -> "Paused";
            case DRAINED -> "Given back by its worker, which takes no more work,";
            case PREEMPTED -> "Gave way to a more urgent trial";
        };
    }

    private void evaluate() throws Wish.Granted {
        // A run whose status is still to be set to RUNNING must not be set so after evaluate finished it.
        statuses.flush();
        TrialResults results = onDevice(TrialState.EVALUATING, () -> activities(TrialTimes.evaluating(spec))
                .evaluate(spec));
        underWay = Optional.empty();
        timeline.mlflowRun(results.mlflowRunId());
        timeline.evaluated(results);
        timeline.enter(TrialState.SUCCEEDED, "succeeded", "Evaluated at step " + results.step() + ".");
    }

    private void waitForPerson(FailureReport report) {
        wish = Optional.empty();
        timeline.failed(report);
        tellStatus("FAILED");
        tellExperiment();
        if (awaitPerson() != Decision.GIVE_UP) {
            tellStatus("RUNNING");
            tellExperiment();
            continueWithFreshHistory();
        }
    }

    private Decision awaitPerson() {
        // No limit: a trial waits for its person for months if it must.
        Workflow.await(() -> decision.isPresent());
        Decision decided = decision.orElseThrow();
        decision = Optional.empty();
        return decided;
    }

    private boolean waits() {
        return timeline.state() == TrialState.NEEDS_ATTENTION || timeline.state() == TrialState.PAUSED;
    }

    /** Whether it is queued or at work, and nothing is asked of it yet. */
    private boolean free() {
        return timeline.state().active() && (wish.isEmpty() || wish.get() instanceof Wish.Requeue);
    }

    @Override
    public void pause(String who) {
        if (free()) {
            wish = Optional.of(new Wish.Pause(who));
            letGo("Pause was asked for by " + who);
        }
    }

    @Override
    public void resume(String who) {
        if (waits()) {
            decision = Optional.of(Decision.RESUME);
            timeline.enter(TrialState.QUEUED, "resumed", "Resumed by " + who + "; goes on from the last checkpoint.");
        }
    }

    @Override
    public void restart(String who, int times) {
        if (times <= spec.restarts()) {
            return;
        }
        if (waits()) {
            decision = Optional.of(Decision.RESTART);
            restarted(who, times);
        } else if (timeline.state().active()) {
            wish = Optional.of(new Wish.Restart(who, times));
            letGo("Restart was asked for by " + who);
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
    public void prioritise(int priority) {
        if (priority == spec.priority()) {
            return;
        }
        spec = spec.withPriority(priority);
        if (timeline.state() == TrialState.QUEUED && underWay.isPresent() && wish.isEmpty()) {
            wish = Optional.of(
                    new Wish.Requeue("Its priority has changed; waits for a device (" + spec.queue() + ")."));
            device.letGo("priority changed");
        }
    }

    @Override
    public void giveWay(String message) {
        if (timeline.state() == TrialState.TRAINING && wish.isEmpty()) {
            wish = Optional.of(new Wish.Requeue(message));
            device.letGo(message);
        }
    }

    private void letGo(String reason) {
        if (underWay.isPresent()) {
            timeline.remark("stopping", reason + "; waits for the worker to let go of the device.");
        }
        device.letGo(reason);
    }

    @Override
    public void attempt(AttemptNotice notice) {
        if (underWay.equals(Optional.of(notice.state()))) {
            spec = spec.asTakenUp();
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
            // What a person asked for meanwhile is known to this run alone.
            if (wish.isEmpty()) {
                Workflow.newContinueAsNewStub(TrialWorkflow.class).run(spec);
            }
        }
    }
}
