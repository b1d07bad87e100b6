package io.loupe.workflows;

import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.experiment.ExperimentSummary;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A catalogue in memory. */
public final class RecordedControl implements ControlActivities {
    private final List<TrialSpec> trials = new ArrayList<>();
    private final Map<String, TrialChange> changes = new LinkedHashMap<>();
    private final List<TrialResults> results = new ArrayList<>();
    private final List<ExperimentSummary> ended = new ArrayList<>();
    private final List<String> imports = new ArrayList<>();
    private final AtomicReference<CountDownLatch> answer = new AtomicReference<>(new CountDownLatch(0));
    private volatile boolean asked;
    private int failures;

    public synchronized RecordedControl holding(List<TrialSpec> specs) {
        trials.addAll(specs);
        return this;
    }

    /** The next changes are refused, as by a database that is away. */
    public synchronized void refuse(int times) {
        failures = times;
    }

    public synchronized List<TrialChange> changes() {
        return List.copyOf(changes.values());
    }

    public synchronized List<TrialState> states() {
        return changes.values().stream().map(TrialChange::state).toList();
    }

    public synchronized List<String> events() {
        return changes.values().stream().map(TrialChange::event).toList();
    }

    public synchronized boolean sawEvent(String event) {
        return events().contains(event);
    }

    public synchronized Optional<TrialChange> last(String event) {
        return changes.values().stream()
                .filter(change -> change.event().equals(event))
                .reduce((first, second) -> second);
    }

    public synchronized List<TrialResults> results() {
        return List.copyOf(results);
    }

    public synchronized List<ExperimentSummary> summaries() {
        return List.copyOf(ended);
    }

    public synchronized List<String> imports() {
        return List.copyOf(imports);
    }

    /** Who asks for trials first is answered once the latch is open. */
    public RecordedControl answeringAfter(CountDownLatch latch) {
        answer.set(latch);
        return this;
    }

    /** Whether trials were asked for. */
    public boolean asked() {
        return asked;
    }

    @Override
    public List<TrialSpec> trials(String experimentId, int offset, int limit) {
        asked = true;
        try {
            answer.getAndSet(new CountDownLatch(0)).await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        return trials(offset, limit);
    }

    private synchronized List<TrialSpec> trials(int offset, int limit) {
        return List.copyOf(trials.subList(Math.min(offset, trials.size()), Math.min(offset + limit, trials.size())));
    }

    @Override
    public synchronized void trialChanged(TrialChange change) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("database away");
        }
        changes.putIfAbsent(change.key(), change);
    }

    @Override
    public synchronized void trialEvaluated(String trialId, TrialResults evaluated) {
        results.add(evaluated);
    }

    @Override
    public synchronized int cancelRemaining(String experimentId, int offset) {
        return trials.size() - offset;
    }

    @Override
    public synchronized void experimentEnded(ExperimentSummary summary) {
        ended.add(summary);
    }

    @Override
    public synchronized void importEnded(String importId, ImportOutcome outcome) {
        imports.add(importId + " ended");
    }

    @Override
    public synchronized void importFailed(String importId, String message) {
        imports.add(importId + " failed: " + message);
    }
}
