package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.experiment.ExperimentSummary;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Writes what workflows say into the catalogue. Each method is one transaction that may be repeated. */
@Singleton
class CatalogueControl implements ControlActivities {
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final TrialChanges changes;
    private final DatasetRepository datasets;
    private final OutboxRelay relay;
    private final Clock clock;

    CatalogueControl(
            ExperimentRepository experiments,
            TrialRepository trials,
            TrialChanges changes,
            DatasetRepository datasets,
            OutboxRelay relay,
            Clock clock) {
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public List<TrialSpec> trials(String experimentId, int offset, int limit) {
        return trials.specs(UUID.fromString(experimentId), offset, limit);
    }

    @Override
    public void trialChanged(TrialChange change) {
        if (changes.apply(change) == TrialChanges.Applied.WISHED_BEFORE) {
            relay.nudge();
        }
    }

    @Override
    public void trialEvaluated(String trialId, TrialResults results) {
        trials.evaluated(UUID.fromString(trialId), results);
    }

    @Override
    public int cancelRemaining(String experimentId, int offset) {
        return changes.cancelRemaining(UUID.fromString(experimentId), offset);
    }

    @Override
    public void experimentEnded(ExperimentSummary summary) {
        experiments.workflowEnded(UUID.fromString(summary.experimentId()), clock.instant());
    }

    @Override
    public void importEnded(String importId, ImportOutcome outcome) {
        datasets.importEnded(UUID.fromString(importId), outcome);
    }

    @Override
    public void importFailed(String importId, String message) {
        datasets.importFailed(UUID.fromString(importId), message);
    }
}
