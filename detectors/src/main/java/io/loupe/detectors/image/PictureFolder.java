package io.loupe.detectors.image;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All PNG and JPEG files anywhere under a folder of the worker, which a setting names; hidden files are left out. */
public final class PictureFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PictureFolder.class);
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg");
    private static final int TOLD_EVERY = 100_000;
    private static final int UNREADABLE_IN_A_ROW = 16;

    private final Path root;
    private final List<Entry> entries;
    private final String fingerprint;

    /**
     * A file of the folder.
     *
     * @param name relative to the folder
     * @param size bytes
     */
    public record Entry(String name, long size) {}

    /**
     * Lists a folder.
     *
     * @param setting the setting's name, for errors
     * @param advice what to do when the folder is of no use
     * @throws DetectorException with {@code USER} if there is no such folder on this worker, or no picture in it
     */
    public PictureFolder(String setting, String folder, String advice) {
        try {
            this.root = Path.of(folder);
        } catch (InvalidPathException e) {
            throw unusable(setting, folder, "this is no path (" + e.getReason() + ")", advice);
        }
        if (!Files.isDirectory(root)) {
            throw unusable(setting, folder, "there is no such folder on this worker", advice);
        }
        try {
            this.entries = list(root);
        } catch (IOException | UncheckedIOException e) {
            throw unusable(setting, folder, "the folder cannot be listed (" + e.getMessage() + ")", advice);
        }
        if (entries.isEmpty()) {
            throw unusable(setting, folder, "the folder holds no PNG or JPEG file", advice);
        }
        this.fingerprint = fingerprint(entries);
    }

    private static List<Entry> list(Path root) throws IOException {
        List<Entry> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = root.relativize(file).toString();
                if (EXTENSIONS.contains(extension(name))
                        && !String.valueOf(file.getFileName()).startsWith(".")) {
                    found.add(new Entry(name, attributes.size()));
                    if (found.size() % TOLD_EVERY == 0) {
                        LOG.info("{}: {} pictures found so far", root, found.size());
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Entry::name));
        return List.copyOf(found);
    }

    /** By name. */
    public List<Entry> entries() {
        return entries;
    }

    public int count() {
        return entries.size();
    }

    public Path file(int index) {
        return root.resolve(entries.get(index).name());
    }

    /**
     * Reads one of many pictures, or the next that can be read: large collections hold a few that cannot, such as
     * ImageNet's CMYK ones, and none of them is worth a training.
     *
     * @param files by index
     * @param count of files; the last is followed by the first
     * @throws DetectorException with {@code DATA} if too many in a row cannot be read
     */
    public static FloatImage readOrNext(IntFunction<Path> files, int count, int index) {
        for (int tries = 1; ; tries++) {
            Path file = files.apply((int) (((long) index + tries - 1) % count));
            try {
                return Images.read(file);
            } catch (DetectorException unreadable) {
                if (tries >= Math.min(count, UNREADABLE_IN_A_ROW)) {
                    throw unreadable;
                }
                LOG.warn("the next picture takes the place of {}", unreadable.getMessage());
            }
        }
    }

    /** What tells this folder's listing from others: names and sizes, hashed, and how many. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Insists that a training goes on with the pictures it began with.
     *
     * @param setting the setting's name
     * @param begun fingerprint then; empty for no folder
     * @param now fingerprint of this attempt
     * @throws DetectorException with {@code DATA} if they differ
     */
    public static void requireSame(String setting, String begun, String now) {
        if (!begun.equals(now)) {
            throw new DetectorException(
                    Kind.DATA,
                    "the folder's files are not those that this training began with: " + shown(begun) + " then, "
                            + shown(now) + " now",
                    setting,
                    "put the same pictures there, or start again from step 0");
        }
    }

    private static String shown(String fingerprint) {
        return fingerprint.isEmpty() ? "none" : fingerprint;
    }

    private static DetectorException unusable(String setting, String folder, String why, String advice) {
        return new DetectorException(Kind.USER, why, setting + " " + folder, advice);
    }

    private static String fingerprint(List<Entry> entries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries.forEach(entry ->
                    digest.update((entry.name() + '\t' + entry.size() + '\n').getBytes(StandardCharsets.UTF_8)));
            return entries.size() + " files, sha256 " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
