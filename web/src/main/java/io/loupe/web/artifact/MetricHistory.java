package io.loupe.web.artifact;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What was logged in a trial. */
@Schema(name = "MetricHistory")
public record MetricHistory(
        UUID trial,

        @Schema(description = "Newest step that is published: what has happened for good")
        long publishedStep,

        @Schema(description = "Published checkpoints, oldest first")
        List<Checkpoint> checkpoints,

        @Schema(description = "Points by metric; those after publishedStep come from heartbeats and have gaps")
        Map<String, List<Point>> series) {

    /**
     * @param sequence 1, 2, ...
     * @param at milliseconds since the epoch
     * @param attempt the attempt that published it
     * @param bytes of its state
     */
    public record Checkpoint(long sequence, long step, long at, int attempt, long bytes) {}

    /**
     * @param step optimiser step
     * @param value may be NaN or infinite
     * @param at milliseconds since the epoch
     */
    public record Point(long step, double value, long at) {}
}
