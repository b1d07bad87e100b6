package io.loupe.workers.trial;

import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.experiment.ExperimentSummary;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The record of trials in memory: what their workflows told of them. */
final class Story implements ControlActivities {
    private final List<TrialChange> changes = new CopyOnWriteArrayList<>();
    final List<TrialResults> results = new CopyOnWriteArrayList<>();

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
