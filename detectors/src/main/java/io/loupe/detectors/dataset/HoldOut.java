package io.loupe.detectors.dataset;

import static java.util.Comparator.comparing;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses some of a set of images to be kept apart, by a hash of seed and content: names and order do not matter, the
 * choice is the same everywhere, and of images with the same content both are kept apart or neither.
 */
public final class HoldOut {
    private HoldOut() {}

    /**
     * Chooses.
     *
     * @param count how many; of images that are the same all are taken once one is, so there may be more
     * @return those chosen
     * @throws DetectorException with {@code DATA} if a file cannot be read
     */
    public static Set<Path> of(List<Path> images, int count, long seed) {
        Map<Path, byte[]> ranks = new HashMap<>();
        images.forEach(image -> ranks.put(image, rank(image, seed)));
        List<Path> order = images.stream()
                .sorted(comparing(ranks::get, Arrays::compareUnsigned))
                .toList();
        Set<Path> chosen = new HashSet<>(order.subList(0, Math.min(count, order.size())));
        for (int i = count; i > 0 && i < order.size(); i++) {
            if (!Arrays.equals(ranks.get(order.get(i - 1)), ranks.get(order.get(i)))) {
                break;
            }
            chosen.add(order.get(i));
        }
        return chosen;
    }

    private static byte[] rank(Path file, long seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return digest.digest(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DetectorException(
                    Kind.DATA,
                    "cannot be read (" + e.getMessage() + ")",
                    file.toString(),
                    "replace the file and import again");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
