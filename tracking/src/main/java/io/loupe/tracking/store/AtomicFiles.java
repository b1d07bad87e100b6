package io.loupe.tracking.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Files that are either there whole or not there: written aside, then renamed. */
public final class AtomicFiles {
    private AtomicFiles() {}

    /**
     * Writes {@code target}, creating its folder; a reader sees the old file or the new one, never a part.
     *
     * @throws DiskException when the disk is full or the folder cannot be written; failures of the body that are already
     *     {@link io.loupe.tracking.TrackingException}s pass as they are
     */
    public static void write(Path target, Body body) {
        Path folder = target.toAbsolutePath().getParent();
        Path aside = null;
        try {
            Files.createDirectories(folder);
            aside = Files.createTempFile(folder, ".", ".part");
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
                body.writeTo(stream);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            aside = null;
        } catch (IOException e) {
            throw explain(target, e);
        } finally {
            deleteQuietly(aside);
        }
    }

    /** Says in one sentence why a file could not be written; a full disk is named as such. */
    public static DiskException explain(Path target, IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        String text = String.valueOf(reason).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return new DiskException(
                    "no space left on the disk of " + target.toAbsolutePath().getParent()
                            + "; free some, or move the cache, and resume",
                    e);
        }
        return new DiskException("cannot write " + target + ": " + e, e);
    }

    private static void deleteQuietly(Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // a left-over .part file is never read
        }
    }

    /** Writes the content. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream stream) throws IOException;
    }
}
