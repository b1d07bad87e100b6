package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.catalogue.OutboxEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.ImportSpec;
import io.loupe.workflows.dataset.ImportWorkflow;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells Temporal one entry of the outbox. Telling it again changes nothing. */
@ApplicationScoped
class TemporalDelivery implements Consumer<OutboxEntry> {
    private final TemporalConnection temporal;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final DatasetRepository datasets;
    private final ExperimentDelivery ofExperiments;
    private final TrialDelivery ofTrials;

    TemporalDelivery(
            TemporalConnection temporal,
            ExperimentRepository experiments,
            TrialRepository trials,
            DatasetRepository datasets,
            ExperimentDelivery ofExperiments,
            TrialDelivery ofTrials) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.ofExperiments = requireNonNull(ofExperiments, "ofExperiments is null");
        this.ofTrials = requireNonNull(ofTrials, "ofTrials is null");
    }

    @Override
    public void accept(OutboxEntry entry) {
        switch (entry.kind()) {
            case START_EXPERIMENT -> experiment(entry, ofExperiments::start);
            case CONTINUE_EXPERIMENT -> experiment(entry, ofExperiments::goOn);
            case PRIORITISE_EXPERIMENT -> experiment(entry, ofExperiments::prioritise);
            case CANCEL_EXPERIMENT -> ofExperiments.cancel(entry.subject());
            case START_TRIAL -> trial(entry, trial -> ofTrials.startTrial(trial, entry));
            case PAUSE_TRIAL -> trial(entry, trial -> ofTrials.pause(trial, entry.who()));
            case RESTART_TRIAL -> trial(entry, trial -> ofTrials.restart(trial, entry));
            case RESUME_TRIAL -> trial(entry, trial -> ofTrials.resume(trial, entry));
            case CANCEL_TRIAL -> trial(entry, ofTrials::cancel);
            case GIVE_UP_TRIAL -> trial(entry, trial -> ofTrials.giveUp(trial, entry.who()));
            case START_IMPORT -> datasets.importJob(entry.subject()).ifPresent(this::startImport);
            case STOP_IMPORT -> stopImport(entry.subject());
        }
    }

    private void experiment(OutboxEntry entry, Consumer<Experiment> telling) {
        experiments.find(entry.subject()).ifPresent(telling);
    }

    private void trial(OutboxEntry entry, Consumer<Trial> telling) {
        trials.find(entry.subject()).ifPresent(telling);
    }

    private void startImport(ImportJob job) {
        String id = job.id().toString();
        ImportWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        ImportWorkflow.class,
                        Starts.options(
                                        WorkflowNames.importWorkflow(id),
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                                .setStaticSummary(job.dataset() + " from " + job.folder())
                                .build());
        try {
            WorkflowClient.start(workflow::run, new ImportSpec(id, job.dataset(), job.folder(), job.layout()));
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
    }

    /** Its workflow writes down that it was stopped; where there is none, that is done here. */
    private void stopImport(UUID id) {
        if (!Starts.cancel(temporal.client(), WorkflowNames.importWorkflow(id.toString()))) {
            datasets.importFailed(id, "The import was stopped; no workflow of it was running.");
        }
    }
}
