package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import java.util.Map;

/**
 * How a training computes, which it keeps to its end, because other ways give other bits.
 *
 * @param penalty fingerprint of the penalty images; empty without them
 * @param outputs how many the networks have for an image, such as {@code 56x56}; empty in checkpoints of earlier versions
 */
record Manner(BegunThreads threads, Arithmetic arithmetic, String penalty, String outputs) {
    private static final String ARITHMETIC = "arithmetic";
    private static final String PENALTY = "penalty";
    private static final String OUTPUTS = "outputs";

    /** @throws DetectorException with {@code DATA} if it is not what {@link #stored} gives */
    static Manner read(SafeTensors part) {
        return new Manner(
                BegunThreads.read(part),
                Arithmetic.parse(part.metadata().getOrDefault(ARITHMETIC, "")),
                part.metadata().getOrDefault(PENALTY, ""),
                part.metadata().getOrDefault(OUTPUTS, ""));
    }

    static String outputs(EfficientAdSettings settings) {
        return settings.columns().cells() + "x" + settings.rows().cells();
    }

    /**
     * The teacher's statistics and the maps' scales are of so many outputs an image.
     *
     * @throws DetectorException with {@code USER} if with these settings there are more or fewer
     */
    void requireSameOutputs(EfficientAdSettings settings) {
        if (!outputs.isEmpty() && !outputs.equals(outputs(settings))) {
            throw new DetectorException(
                    Kind.USER,
                    "the checkpoint was made with %s outputs an image; these settings give %s"
                            .formatted(outputs, outputs(settings)),
                    "settings frame, padding, imageWidth, imageHeight",
                    "keep the size and padding, and frame reflect or another one as it was, or begin at step 0");
        }
    }

    Map<String, String> stored() {
        return Map.of(
                BegunThreads.KEY,
                threads.stored(),
                ARITHMETIC,
                arithmetic.stored(),
                PENALTY,
                penalty,
                OUTPUTS,
                outputs);
    }
}
