package io.loupe.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentOverview;
import io.loupe.web.catalogue.ExperimentState;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialCounts;
import io.loupe.web.live.LiveTrial;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An experiment with its matrix. */
@Schema(name = "Experiment", description = "An experiment with its matrix")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExperimentJson(
        UUID id,
        String name,
        @Schema(description = "Markdown") String notes,
        ExperimentState state,

        @Schema(description = "How many trials stand in which state")
        Map<TrialState, Integer> counts,

        int trials,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> cancelRequestedAt,

        @Schema(description = "The document as submitted, YAML or JSON")
        String document,

        @Schema(description = "The document with every default written out")
        Map<String, Object> resolved,

        List<Arm> arms,

        @Schema(description = "One for each trial, in fair order")
        List<Cell> cells,

        Map<String, String> links) {

    /** One trial in the matrix. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Cell(
            UUID trial,
            String arm,
            String dataset,
            String category,
            long seed,
            TrialState state,
            Map<String, Double> metrics,
            Optional<TrialProgress> progress,
            OptionalLong etaSeconds,
            boolean waitsForDevice,
            Optional<FailureReport> failure,
            Map<String, String> links) {}

    /** An experiment in a list. */
    @Schema(name = "ExperimentOverview")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Overview(
            UUID id,
            String name,
            ExperimentState state,
            Map<TrialState, Integer> counts,
            int trials,
            Instant submittedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Map<String, String> links) {
        static Overview of(ExperimentOverview overview, Map<String, String> links) {
            TrialCounts counts = overview.counts();
            return new Overview(
                    overview.id(),
                    overview.name(),
                    overview.state(),
                    counts.byState(),
                    counts.total(),
                    overview.submittedAt(),
                    overview.startedAt(),
                    overview.endedAt(),
                    links);
        }
    }

    static ExperimentJson of(
            Experiment experiment, List<Trial> trials, Function<Trial, Optional<LiveTrial>> live, Links links) {
        ExperimentOverview overview = experiment.overview();
        return new ExperimentJson(
                overview.id(),
                overview.name(),
                experiment.notes(),
                overview.state(),
                overview.counts().byState(),
                overview.counts().total(),
                overview.submittedAt(),
                overview.startedAt(),
                overview.endedAt(),
                overview.cancelRequestedAt(),
                experiment.document(),
                experiment.resolved(),
                experiment.arms(),
                trials.stream()
                        .map(trial -> cell(trial, live.apply(trial), links))
                        .toList(),
                links.experiment(overview.id()));
    }

    private static Cell cell(Trial trial, Optional<LiveTrial> live, Links links) {
        return new Cell(
                trial.id(),
                trial.arm(),
                trial.spec().dataset(),
                trial.category(),
                trial.seed(),
                trial.state(),
                trial.metrics(),
                live.flatMap(LiveTrial::progress),
                live.map(LiveTrial::etaSeconds).orElse(OptionalLong.empty()),
                live.map(LiveTrial::waitsForDevice).orElse(false),
                trial.failure(),
                links.trial(trial.id(), trial.mlflowRunId()));
    }
}
