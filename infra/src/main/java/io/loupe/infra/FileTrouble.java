package io.loupe.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;

/** What the system says of files, as a sentence with advice: a full disk is no bug, and no stack trace helps with it. */
final class FileTrouble {

    private FileTrouble() {}

    /** The sentence; empty if {@code problem} is not about reading or writing. */
    static Optional<String> sentence(Throwable problem) {
        if (problem instanceof UncheckedIOException wrapped) {
            return Optional.of(wrapped.getMessage() + ": " + reason(wrapped.getCause()));
        }
        return problem instanceof IOException plain ? Optional.of(reason(plain)) : Optional.empty();
    }

    private static String reason(IOException cause) {
        String file = cause instanceof FileSystemException about && about.getFile() != null ? about.getFile() : "";
        String said = said(cause);
        String words = said.toLowerCase(Locale.ROOT);
        String advice;
        if (words.contains("no space left") || words.contains("quota exceeded")) {
            advice = "; free some space, or set LOUPE_HOME to a folder on another disk";
        } else if (words.contains("read-only")) {
            advice = "; set LOUPE_HOME to a folder that can be written";
        } else if (cause instanceof AccessDeniedException || words.contains("permission denied")) {
            advice = "; give yourself the right to it, or set LOUPE_HOME to a folder of your own";
        } else {
            advice = "; LOUPE_DEBUG=1 shows where this happened";
        }
        return (file.isEmpty() ? "" : file + ": ") + said + advice;
    }

    private static String said(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException about && about.getReason() != null) {
            return about.getReason();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
