package io.loupe.detectors.efficientad;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a training computes, which it keeps to its end, because other ways give other bits.
 *
 * @param threads inside an operation
 * @param penalty fingerprint of the penalty images; empty without them
 */
record Manner(int threads, Arithmetic arithmetic, String penalty) {
    private static final Logger LOG = LoggerFactory.getLogger(Manner.class);
    private static final String THREADS = "threads";
    private static final String ARITHMETIC = "arithmetic";
    private static final String PENALTY = "penalty";

    /** @throws DetectorException with {@code DATA} if it is not what {@link #stored} gives */
    static Manner read(SafeTensors part) {
        String threads = part.metadata().getOrDefault(THREADS, "");
        if (!threads.matches("[1-9]\\d{0,3}")) {
            throw new DetectorException(
                    Kind.DATA,
                    "\"" + threads + "\" is not a number of threads",
                    Parts.OPTIMIZER,
                    "go back to an earlier checkpoint");
        }
        return new Manner(
                Integer.parseInt(threads),
                Arithmetic.parse(part.metadata().getOrDefault(ARITHMETIC, "")),
                part.metadata().getOrDefault(PENALTY, ""));
    }

    Map<String, String> stored() {
        return Map.of(THREADS, Integer.toString(threads), ARITHMETIC, arithmetic.stored(), PENALTY, penalty);
    }

    Compute on(Compute offered) {
        if (threads != offered.threads()) {
            LOG.info("going on with {} threads as begun, not {}", threads, offered.threads());
        }
        return new Compute(offered.device(), threads);
    }
}
