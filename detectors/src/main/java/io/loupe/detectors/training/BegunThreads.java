package io.loupe.detectors.training;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of threads inside an operation that a training began with. It keeps that number to its end, because another
 * one gives other bits.
 *
 * @param count at least 1
 */
public record BegunThreads(int count) {
    /** Name of the entry in the metadata of the part {@link CheckpointState#OPTIMIZER}; its value is {@link #stored}. */
    public static final String KEY = "threads";

    private static final Logger LOG = LoggerFactory.getLogger(BegunThreads.class);

    /**
     * @param optimizer the part {@link CheckpointState#OPTIMIZER}
     * @throws DetectorException with {@code DATA} if it holds no such number
     */
    public static BegunThreads read(SafeTensors optimizer) {
        return read(optimizer, CheckpointState.OPTIMIZER);
    }

    /** As {@link #read(SafeTensors)}, from another part of that name. */
    public static BegunThreads read(SafeTensors part, String name) {
        String threads = part.metadata().getOrDefault(KEY, "");
        if (!threads.matches("[1-9]\\d{0,3}")) {
            throw new DetectorException(
                    Kind.DATA,
                    "\"" + threads + "\" is not a number of threads",
                    name,
                    "go back to an earlier checkpoint");
        }
        return new BegunThreads(Integer.parseInt(threads));
    }

    public String stored() {
        return Integer.toString(count);
    }

    /** The offered device with this number of threads. */
    public Compute on(Compute offered) {
        if (count != offered.threads()) {
            LOG.info("going on with {} threads as begun, not {}", count, offered.threads());
        }
        return new Compute(offered.device(), count);
    }
}
