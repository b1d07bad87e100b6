package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pictures of anything, on which the student is kept from imitating the teacher: all PNG and JPEG files under a folder.
 * Each is resized to twice the input, sometimes made grey, and its centre cut out.
 */
final class PenaltyImages {
    /** How often one is made grey; the teacher's own training has another share. */
    static final float GREY_SHARE = 0.3f;

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg");

    private final List<Path> files;
    private final String fingerprint;

    /** @throws DetectorException with {@code USER} if there is no such folder on this worker, or no picture in it */
    PenaltyImages(String folder) {
        Path root = existing(folder);
        Map<String, Long> sizes = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = root.relativize(file).toString();
                    if (EXTENSIONS.contains(extension(name))
                            && !String.valueOf(file.getFileName()).startsWith(".")) {
                        sizes.put(name, attributes.size());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw unusable(folder, "the folder cannot be listed (" + e.getMessage() + ")");
        }
        if (sizes.isEmpty()) {
            throw unusable(folder, "the folder holds no PNG or JPEG file");
        }
        this.files = sizes.keySet().stream().map(root::resolve).toList();
        this.fingerprint = fingerprint(sizes);
    }

    /** What tells this folder's listing from others: names and sizes, hashed, and how many. */
    String fingerprint() {
        return fingerprint;
    }

    /**
     * @param begun fingerprint that a training began with; empty for none
     * @param now that of this attempt
     * @throws DetectorException with {@code DATA} if they differ
     */
    static void requireSame(String begun, String now) {
        if (!begun.equals(now)) {
            throw new DetectorException(
                    Kind.DATA,
                    "the folder's files are not those that this training began with: " + shown(begun) + " then, "
                            + shown(now) + " now",
                    "penaltyImages",
                    "put the same pictures there, or start again from step 0");
        }
    }

    private static String shown(String fingerprint) {
        return fingerprint.isEmpty() ? "none" : fingerprint;
    }

    /**
     * One picture's samples.
     *
     * @param choice which, uniform in [0, 1)
     * @param grey made grey when below {@link #GREY_SHARE}, uniform in [0, 1)
     * @return samples of 0 to 255, shape (3, height, width)
     * @throws DetectorException with {@code DATA} if the picture cannot be read
     */
    byte[] samples(float choice, float grey, int width, int height) {
        Path file = files.get((int) (choice * (double) files.size()));
        byte[] whole = InputPictures.samples(Images.read(file), 2 * width, 2 * height);
        byte[] cut = centre(whole, width, height);
        if (grey < GREY_SHARE) {
            makeGrey(cut);
        }
        return cut;
    }

    private static byte[] centre(byte[] whole, int width, int height) {
        int left = (int) Math.rint(width / 2.0);
        int top = (int) Math.rint(height / 2.0);
        byte[] cut = new byte[3 * width * height];
        for (int row = 0; row < 3 * height; row++) {
            int from = (row / height * 2 * height + top + row % height) * 2 * width + left;
            System.arraycopy(whole, from, cut, row * width, width);
        }
        return cut;
    }

    /** Pillow's weights: 16 fractional bits, rounded. */
    private static void makeGrey(byte[] samples) {
        int plane = samples.length / 3;
        for (int i = 0; i < plane; i++) {
            int sum = 19595 * (samples[i] & 0xFF)
                    + 38470 * (samples[plane + i] & 0xFF)
                    + 7471 * (samples[2 * plane + i] & 0xFF);
            byte grey = (byte) ((sum + 0x8000) >> 16);
            samples[i] = grey;
            samples[plane + i] = grey;
            samples[2 * plane + i] = grey;
        }
    }

    private static Path existing(String folder) {
        try {
            Path root = Path.of(folder);
            if (Files.isDirectory(root)) {
                return root;
            }
        } catch (InvalidPathException e) {
            throw unusable(folder, "this is no path (" + e.getReason() + ")");
        }
        throw unusable(folder, "there is no such folder on this worker");
    }

    private static DetectorException unusable(String folder, String why) {
        return new DetectorException(
                Kind.USER,
                why,
                "penaltyImages " + folder,
                "name a folder of pictures that every worker has at this path, such as ImageNet's training images, or"
                        + " leave the setting empty and accept lower accuracy");
    }

    private static String fingerprint(Map<String, Long> sizes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            sizes.forEach((name, size) -> digest.update((name + '\t' + size + '\n').getBytes(StandardCharsets.UTF_8)));
            return sizes.size() + " files, sha256 " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
