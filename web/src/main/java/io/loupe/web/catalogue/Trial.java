package io.loupe.web.catalogue;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One cell of an experiment.
 *
 * @param position place in the fair order, 0 for the first
 * @param armPosition place of its arm in the experiment
 * @param spec what the worker is told; holds arm, detector, settings, dataset, category and seed
 * @param stateSince when it came to this state, by the workflow's clock
 * @param failure the newest failure while it needs attention or was given up
 * @param artifactRoot key prefix of its artifacts in the bucket, no trailing slash; known once evaluated
 * @param restartWanted whether a restart was asked for and has not happened yet
 * @param begun whether its workflow has ever said a word
 * @param origin where it was forked from
 * @param metrics by MLflow name, such as {@code eval/au_pro_0.3}; empty until evaluated
 * @param evaluatedStep step of the evaluated checkpoint
 * @param heatMaps pictures listed in {@code heat_maps/index.json} below the artifact root
 */
public record Trial(
        UUID id,
        UUID experimentId,
        String experimentName,
        int position,
        int armPosition,
        TrialSpec spec,
        TrialState state,
        Instant stateSince,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<FailureReport> failure,
        Optional<String> mlflowRunId,
        Optional<String> artifactRoot,
        OptionalLong evaluatedStep,
        int heatMaps,
        Optional<String> weightsSha256,
        Optional<Instant> cancelRequestedAt,
        Optional<Instant> pauseRequestedAt,
        boolean restartWanted,
        boolean begun,
        Optional<Origin> origin,
        Map<String, Double> metrics) {

    public Trial {
        metrics = Collections.unmodifiableMap(metrics); // lists hand out one and the same trial again and again
    }

    /**
     * Where a fork comes from.
     *
     * @param trial the parent
     * @param step of the checkpoint that it began with
     */
    public record Origin(UUID trial, long step) {}

    /** @param workflowGone whether an active state is only a memory */
    public Standing standing(boolean workflowGone) {
        return Standing.of(
                state,
                new Standing.Asked(pauseRequestedAt.isPresent(), restartWanted, cancelRequestedAt.isPresent()),
                workflowGone);
    }

    /** Whether a worker has it, as far as the catalogue was told. */
    public boolean onDevice() {
        return state.active() && state != TrialState.QUEUED;
    }

    public String arm() {
        return spec.arm();
    }

    public String category() {
        return spec.category();
    }

    public long seed() {
        return spec.seed();
    }

    /** {@code <category> / <arm> / seed <n>}. */
    public String name() {
        return spec.runName();
    }
}
