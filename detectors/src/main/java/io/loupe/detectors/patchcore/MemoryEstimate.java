package io.loupe.detectors.patchcore;

import com.sun.management.OperatingSystemMXBean;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a training will need at its largest, so that it can be refused before hours are spent.
 *
 * @param patches in the pool
 * @param dimensions of a patch's features
 * @param projected numbers that patches are compared by when choosing; 0 for the features
 * @param bank patches in the bank
 * @param finished bytes of the banks of other members
 * @param networks bytes of the backbones' weights
 */
record MemoryEstimate(long patches, long dimensions, long projected, long bank, long finished, long networks) {
    /** Blocks of products, an image's features, the network's activations. */
    private static final long WORK = 256L << 20;

    /** What a Java array and so a checkpoint's part holds. */
    static final long PART = Integer.MAX_VALUE - (1 << 20);

    /** The pool, the norms and distances of its points, and the bank as it is taken out, kept and written. */
    long bytes() {
        long pool = patches * Float.BYTES * (dimensions + projected + 2);
        return pool + 3 * (bankBytes() + finished) + 3 * networks + WORK;
    }

    long bankBytes() {
        return bank * dimensions * Float.BYTES;
    }

    /**
     * @param available bytes
     * @throws DetectorException with {@code MEMORY} and the numbers if it is too much
     */
    void require(long available) {
        if (bankBytes() + finished > PART) {
            throw tooLarge(
                    "a bank of " + bank + " patches of " + dimensions + " numbers is "
                            + gigabytes(bankBytes() + finished) + ", more than a checkpoint's part holds (2.1 GB)",
                    "use a smaller coreset, a poolPatches limit, or fewer dimensions");
        }
        if (bytes() > available) {
            throw tooLarge(
                    "about " + gigabytes(bytes()) + " are needed and " + gigabytes(available) + " are free: a pool of "
                            + patches + " patches of " + (dimensions + projected) + " numbers, a bank of " + bank,
                    "set poolPatches below " + patches
                            + " (128000 is a good start), use a smaller coreset, or free memory");
        }
    }

    private static DetectorException tooLarge(String what, String advice) {
        return new DetectorException(Kind.MEMORY, what, "", advice);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** Memory that this process could still get, as Linux estimates it, within the container's limit. */
    static long available() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.min(system.getTotalMemorySize(), linuxEstimate().orElse(system.getFreeMemorySize()));
    }

    private static Optional<Long> linuxEstimate() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"), StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.matches("MemAvailable: +\\d+ kB"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
