package io.loupe.detectors.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.dataset.Entry.Role;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What decoding a file showed.
 *
 * @param entry the file
 * @param sha256 of its bytes, empty if it could not be opened
 * @param size bytes
 * @param picture size and kind, empty if it could not be decoded
 * @param thumbprint of images that could be decoded; an empty one of masks
 * @param failure why not
 */
record Content(
        Entry entry, String sha256, long size, Optional<Picture> picture, Thumbprint thumbprint, String failure) {

    /**
     * A decoded picture.
     *
     * @param set for masks: pixels above 0
     * @param soft for masks: pixels that are neither 0 nor full
     * @param values for masks: the values above 0, of 255
     */
    record Picture(int width, int height, int channels, long set, long soft, Set<Integer> values) {
        String dimensions() {
            return width + "x" + height;
        }

        long pixels() {
            return (long) width * height;
        }
    }

    static Content of(Entry entry) {
        String sha256 = "";
        long size = 0;
        try {
            ImageFile file = ImageFile.read(entry.path());
            byte[] bytes = file.bytes();
            sha256 = sha256(bytes);
            size = bytes.length;
            FloatImage image = file.decode();
            boolean mask = entry.role() == Role.MASK;
            Thumbprint thumbprint = mask ? Thumbprint.NONE : Thumbprint.of(image);
            return new Content(entry, sha256, size, Optional.of(picture(image, mask)), thumbprint, "");
        } catch (DetectorException e) {
            String cause = e.getMessage().substring(e.place().length() + 2);
            return new Content(entry, sha256, size, Optional.empty(), Thumbprint.NONE, cause + "; " + e.advice());
        }
    }

    private static Picture picture(FloatImage image, boolean mask) {
        long set = 0;
        long soft = 0;
        Set<Integer> values = new TreeSet<>();
        if (mask) {
            set = PixelMask.of(image).defective().cardinality();
            for (float value : image.values()) {
                soft += value > 0 && value < 1 ? 1 : 0;
                if (value > 0) {
                    values.add(Math.round(value * 255));
                }
            }
        }
        return new Picture(image.width(), image.height(), image.channels(), set, soft, values);
    }

    /** The bytes of a file that is no picture; empty if it cannot be read. */
    static Optional<byte[]> file(Path path) {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
