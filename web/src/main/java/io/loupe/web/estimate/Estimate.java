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

        @Schema(
                description =
                        "Trials of which no time is known, since none whose steps cost the same has finished here")
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

            @Schema(description = "Optimiser steps of such a trial, where the same has finished here")
            OptionalLong steps,

            @Schema(description = "Seconds of such a trial from its first activity to its end; see basis")
            OptionalDouble secondsEach,

            @Schema(description = "What secondsEach is") Basis basis,

            @Schema(description = "Finished trials that it comes from")
            int measured) {}

    /** Where a time comes from; always from trials on the kind of device that this one would have. */
    public enum Basis {
        /** The mean of trials with the same settings on the same images. */
        MEASURED,
        /**
         * The mean over trials whose steps cost the same, each made longer or shorter by length, training images and test
         * images.
         */
        SCALED,
        /** The same from the rates of trials that train now; evaluation is not in it. */
        RUNNING,
        /** There is no such trial. */
        UNKNOWN
    }
}
