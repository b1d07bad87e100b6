package io.loupe.workflows.trial;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.InOrder;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.ControlTimes;
import io.loupe.workflows.control.TrialChange;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * The trial's state and its story, written down line by line through {@link ControlActivities} in the order told. The
 * trial does not wait for the record: a database that is away delays no training.
 */
final class TrialTimeline {
    private final ControlActivities control = Workflow.newActivityStub(ControlActivities.class, ControlTimes.options());
    private final InOrder record = new InOrder();
    private final String trialId;
    private TrialState state = TrialState.QUEUED;
    private Optional<String> mlflowRunId = Optional.empty();
    private int lines;

    TrialTimeline(String trialId) {
        this.trialId = trialId;
    }

    TrialState state() {
        return state;
    }

    /** From now on every line names this run; an empty id is no news. */
    void mlflowRun(String id) {
        if (!id.isEmpty()) {
            mlflowRunId = Optional.of(id);
        }
    }

    void enter(TrialState next, String event, String message) {
        write(next, event, message, Optional.empty());
    }

    /** A line that leaves the state as it is. */
    void remark(String event, String message) {
        write(state, event, message, Optional.empty());
    }

    void failed(FailureReport report) {
        String message = report.place().isEmpty() ? report.cause() : report.place() + ": " + report.cause();
        write(TrialState.NEEDS_ATTENTION, "failed", message, Optional.of(report));
    }

    void evaluated(TrialResults results) {
        record.add(() -> control.trialEvaluated(trialId, results));
    }

    /** Waits until every line is written. */
    void flush() {
        record.flush();
    }

    private void write(TrialState next, String event, String message, Optional<FailureReport> failure) {
        if (next != state || lines == 0) {
            Workflow.upsertTypedSearchAttributes(SearchKeys.STATE.valueSet(next.name()));
        }
        state = next;
        lines++;
        String key = Workflow.getInfo().getRunId() + ":" + lines;
        TrialChange change =
                new TrialChange(trialId, key, Workflow.currentTimeMillis(), next, event, message, failure, mlflowRunId);
        record.add(() -> control.trialChanged(change));
    }
}
