package io.loupe.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loupe.web.catalogue.DeviceQueue;
import io.loupe.web.catalogue.Trial;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A trial. */
@Schema(name = "Trial", description = "One cell of an experiment: a category, an arm and a seed")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TrialJson(
        UUID id,

        @Schema(description = "<category> / <arm> / seed <n>, as MLflow names its run")
        String name,

        UUID experiment,
        String experimentName,
        String arm,
        String detector,

        @Schema(description = "Every setting of the detector, preset and defaults applied")
        Map<String, Object> settings,

        String dataset,

        @Schema(description = "SHA-256 of the dataset's manifest")
        String datasetVersion,

        String category,
        long seed,

        @Schema(description = "Task queue of the device it runs on")
        String queue,

        TrialState state,
        Instant stateSince,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> cancelRequestedAt,
        Optional<Instant> pauseRequestedAt,

        @Schema(description = "How often it was restarted from step 0")
        int restarts,

        @Schema(description = "Where it was forked from") Optional<Trial.Origin> forkedFrom,

        @Schema(description = "Trials that were forked from it")
        List<UUID> forks,

        @Schema(description = "Newest heartbeat while a worker has it: a hint, not a record")
        Optional<TrialProgress> progress,

        @Schema(description = "Seconds to the end of the phase under way, at the present rate")
        OptionalLong etaSeconds,

        Optional<String> worker,

        @Schema(description = "Attempt of the activity under way, 1 for the first; absent when none is")
        Optional<Integer> attempt,

        @Schema(description = "Whether work is due and no worker has taken it")
        boolean waitsForDevice,

        @Schema(description = "Place in the queue for a device, a good guess; absent when it waits for none")
        Optional<DeviceQueue.Place> place,

        @Schema(description = "Why it needs attention") Optional<FailureReport> failure,

        @Schema(description = "What evaluation measured, by MLflow name, such as eval/au_pro_0.3")
        Map<String, Double> metrics,

        OptionalLong evaluatedStep,
        @Schema(description = "Number of heat maps") int heatMaps,

        @Schema(description = "SHA-256 of the final weights")
        Optional<String> weightsSha256,

        Optional<String> mlflowRunId,
        @Schema(description = "page, mlflow, temporal") Map<String, String> links) {

    static TrialJson of(
            Trial trial,
            Optional<LiveTrial> live,
            Optional<DeviceQueue.Place> place,
            List<UUID> forks,
            Map<String, String> links) {
        return new TrialJson(
                trial.id(),
                trial.name(),
                trial.experimentId(),
                trial.experimentName(),
                trial.arm(),
                trial.spec().detector(),
                trial.spec().settings(),
                trial.spec().dataset(),
                trial.spec().datasetVersion(),
                trial.category(),
                trial.seed(),
                trial.spec().queue(),
                trial.state(),
                trial.stateSince(),
                trial.submittedAt(),
                trial.startedAt(),
                trial.endedAt(),
                trial.cancelRequestedAt(),
                trial.pauseRequestedAt(),
                trial.spec().restarts(),
                trial.origin(),
                forks,
                live.flatMap(LiveTrial::progress),
                live.map(LiveTrial::etaSeconds).orElse(OptionalLong.empty()),
                live.flatMap(LiveTrial::worker),
                live.map(LiveTrial::attempt),
                live.map(LiveTrial::waitsForDevice).orElse(false),
                place,
                trial.failure(),
                trial.metrics(),
                trial.evaluatedStep(),
                trial.heatMaps(),
                trial.weightsSha256(),
                trial.mlflowRunId(),
                links);
    }
}
