package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import java.util.Map;

/**
 * How a training computes, which it keeps to its end, because other ways give other bits.
 *
 * @param penalty fingerprint of the penalty images; empty without them
 */
record Manner(BegunThreads threads, Arithmetic arithmetic, String penalty) {
    private static final String ARITHMETIC = "arithmetic";
    private static final String PENALTY = "penalty";

    /** @throws DetectorException with {@code DATA} if it is not what {@link #stored} gives */
    static Manner read(SafeTensors part) {
        return new Manner(
                BegunThreads.read(part),
                Arithmetic.parse(part.metadata().getOrDefault(ARITHMETIC, "")),
                part.metadata().getOrDefault(PENALTY, ""));
    }

    Map<String, String> stored() {
        return Map.of(BegunThreads.KEY, threads.stored(), ARITHMETIC, arithmetic.stored(), PENALTY, penalty);
    }
}
