package io.loupe.web.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a document would cost. */
@Schema(name = "Estimate")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Estimate(
        int trials,
        List<Part> parts,

        @Schema(description = "Trials of which no time is known, since none like them has been measured here")
        int unknownTrials,

        @Schema(description = "Device seconds of the trials of which the time is known")
        double knownDeviceSeconds,

        @Schema(description = "Device seconds of all trials; absent while any is unknown")
        OptionalDouble deviceSeconds) {

    /** The trials of one arm on one category. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Part(
            String arm,
            String dataset,
            String category,
            int trials,

            @Schema(description = "Images that it learns from, the validation images held back from them included")
            int trainImages,

            int testImages,

            @Schema(description = "Optimiser steps of such a trial, as measured")
            OptionalLong steps,

            @Schema(description = "Seconds of such a trial from its first activity to its end, as measured: the mean")
            OptionalDouble secondsEach,

            @Schema(description = "Trials that this was measured on")
            int measured) {}
}
