package io.loupe.workflows.experiment;

import io.loupe.workflows.InOrder;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.ControlTimes;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.trial.TrialActivities;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialTimes;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancelExternalWorkflowException;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The story of an experiment: a window that slides over its trials. */
public final class ExperimentWorkflowImpl implements ExperimentWorkflow {
    /** A trial costs about 20 events here, and its settings' bytes twice: far below 10,240 events and 10 MB. */
    static final int TRIALS_PER_RUN = 100;

    /** Trials asked for at once; a page of large settings stays far below a payload's 2 MB. */
    static final int PAGE = 20;

    private final ControlActivities control = Workflow.newActivityStub(ControlActivities.class, ControlTimes.options());
    private final TrialActivities runStatus = Workflow.newActivityStub(TrialActivities.class, TrialTimes.status());
    private final InOrder record = new InOrder();
    private final ExperimentPlan plan;
    private final Deque<TrialSpec> page = new ArrayDeque<>();
    private final Set<String> running;
    private final Set<String> waiting;
    private final Map<String, Integer> ended;
    private int offset;
    private int priority;
    private boolean added;

    @WorkflowInit
    public ExperimentWorkflowImpl(ExperimentPlan plan) {
        this.plan = plan;
        this.offset = plan.offset();
        this.priority = plan.priority();
        this.running = new LinkedHashSet<>(plan.running());
        this.waiting = new LinkedHashSet<>(plan.waiting());
        this.ended = new TreeMap<>(plan.ended());
    }

    @Override
    public ExperimentSummary run(ExperimentPlan same) {
        try {
            do {
                added = false;
                startAll();
                Workflow.await(() -> added || running.isEmpty() && waiting.isEmpty());
                if (!added) {
                    end();
                }
                // Trials that were added while the end was written down.
            } while (added);
        } catch (ActivityFailure | CanceledFailure stopped) {
            // The next page of trials may have been asked for when it was cancelled.
            if (!CancellationScope.current().isCancelRequested()) {
                throw stopped;
            }
            Workflow.newDetachedCancellationScope(this::cancelAll).run();
            end();
        }
        return summary();
    }

    private void end() {
        ExperimentSummary summary = summary();
        record.add(() -> control.experimentEnded(summary));
        record.add(this::tellMlflow);
        record.flush();
    }

    private ExperimentSummary summary() {
        return new ExperimentSummary(plan.experimentId(), Map.copyOf(ended));
    }

    private void startAll() {
        while (true) {
            Workflow.await(() -> running.size() < plan.parallel());
            Optional<TrialSpec> next = nextTrial();
            if (next.isEmpty()) {
                return;
            }
            if (offset - plan.offset() >= TRIALS_PER_RUN || Workflow.getInfo().isContinueAsNewSuggested()) {
                record.flush();
                Workflow.newContinueAsNewStub(ExperimentWorkflow.class).run(planFromHere());
            }
            start(next.get());
            page.remove();
            offset++;
        }
    }

    private ExperimentPlan planFromHere() {
        return new ExperimentPlan(
                plan.experimentId(),
                plan.parallel(),
                offset,
                List.copyOf(running),
                List.copyOf(waiting),
                ended,
                priority);
    }

    private Optional<TrialSpec> nextTrial() {
        if (page.isEmpty()) {
            page.addAll(control.trials(plan.experimentId(), offset, PAGE));
        }
        return Optional.ofNullable(page.peek());
    }

    /** Starts a trial and waits until Temporal knows it, so that it lives on whatever happens to this run. */
    private void start(TrialSpec spec) {
        String trialId = spec.trialId();
        running.add(trialId);
        // Detached: a cancelled experiment asks its trials one by one, those of earlier runs with them.
        Workflow.newDetachedCancellationScope(() -> {
                    TrialWorkflow trial = Workflow.newChildWorkflowStub(TrialWorkflow.class, options(spec));
                    Async.function(trial::run, spec).handle((state, failure) -> {
                        if (failure == null) {
                            trialMoved(trialId, state);
                        } else if (failure.getCause() instanceof CanceledFailure) {
                            trialMoved(trialId, TrialState.CANCELLED);
                        } else if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                            lost(trialId);
                        }
                        return null;
                    });
                    Promise<?> known = Workflow.getWorkflowExecution(trial);
                    try {
                        known.get();
                    } catch (ChildWorkflowFailure failure) {
                        // It runs already (then it tells its end), or the handler above has counted it.
                        Workflow.getLogger(ExperimentWorkflowImpl.class)
                                .warn("trial {} was not started", trialId, failure);
                    }
                })
                .run();
    }

    private ChildWorkflowOptions options(TrialSpec spec) {
        ChildWorkflowOptions.Builder options = ChildWorkflowOptions.newBuilder();
        if (priority > 0) {
            options.setPriority(Priority.newBuilder().setPriorityKey(priority).build());
        }
        return options.setWorkflowId(WorkflowNames.trialWorkflow(spec.trialId()))
                // A trial outlives this run, which continues as new.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.EXPERIMENT, spec.experimentId())
                        .set(SearchKeys.TRIAL, spec.trialId())
                        .set(SearchKeys.DETECTOR, spec.detector())
                        .set(SearchKeys.CATEGORY, spec.category())
                        .set(SearchKeys.STATE, TrialState.QUEUED.name())
                        .build())
                .setStaticSummary(spec.runName())
                .build();
    }

    @Override
    public void trialMoved(String trialId, TrialState state) {
        if (state.terminal()) {
            if (running.remove(trialId) | waiting.remove(trialId)) {
                ended.merge(state.name(), 1, Integer::sum);
            }
        } else if (state == TrialState.NEEDS_ATTENTION || state == TrialState.PAUSED) {
            if (running.remove(trialId)) {
                waiting.add(trialId);
            }
        } else if (waiting.remove(trialId)) {
            running.add(trialId);
        }
    }

    @Override
    public void trialsAdded() {
        added = true;
    }

    @Override
    public void prioritise(int other) {
        priority = other;
    }

    /** A trial's workflow was ended from outside (terminated, say): the experiment goes on without it. */
    private void lost(String trialId) {
        if (running.remove(trialId) | waiting.remove(trialId)) {
            ended.merge(TrialState.NEEDS_ATTENTION.name(), 1, Integer::sum);
            changed(
                    trialId,
                    TrialState.NEEDS_ATTENTION,
                    "The trial's workflow was ended from outside; resume starts it again from the last checkpoint.");
        }
    }

    /** Best effort, on the experiment's own run, which holds those of its trials. */
    private void tellMlflow() {
        int succeeded = ended.getOrDefault(TrialState.SUCCEEDED.name(), 0);
        int all = ended.values().stream().mapToInt(Integer::intValue).sum();
        String status =
                ended.containsKey(TrialState.CANCELLED.name()) ? "KILLED" : succeeded == all ? "FINISHED" : "FAILED";
        control.trials(plan.experimentId(), 0, 1).stream()
                .findFirst()
                .ifPresent(trial -> runStatus.setExperimentStatus(trial, status));
    }

    private void cancelAll() {
        List<String> asked = new ArrayList<>(running);
        asked.addAll(waiting);
        for (String trialId : asked) {
            try {
                Workflow.newUntypedExternalWorkflowStub(WorkflowNames.trialWorkflow(trialId))
                        .cancel();
            } catch (ApplicationFailure | CancelExternalWorkflowException gone) {
                // A trial tells its end before it ends: this one has been counted, or is gone without a word.
                if (running.remove(trialId) | waiting.remove(trialId)) {
                    ended.merge(TrialState.CANCELLED.name(), 1, Integer::sum);
                    changed(trialId, TrialState.CANCELLED, "Cancelled; the trial's workflow was gone already.");
                }
            }
        }
        Workflow.await(() -> running.isEmpty() && waiting.isEmpty());
        int neverStarted = control.cancelRemaining(plan.experimentId(), offset);
        if (neverStarted > 0) {
            ended.merge(TrialState.CANCELLED.name(), neverStarted, Integer::sum);
        }
    }

    private void changed(String trialId, TrialState state, String message) {
        TrialChange change = new TrialChange(
                trialId,
                Workflow.getInfo().getRunId() + ":" + trialId,
                Workflow.currentTimeMillis(),
                state,
                "lost",
                message,
                Optional.empty(),
                Optional.empty());
        record.add(() -> control.trialChanged(change));
    }
}
