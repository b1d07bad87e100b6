package io.loupe.workflows.dataset;

/**
 * Where the pieces of an uploaded archive lie in the bucket, which both the server that takes them and the worker that
 * puts them together must know: {@code uploads/<id>/<offset, 15 digits>}, beside {@code uploads/<id>/upload.json}.
 */
public final class Uploads {
    /** All uploads. */
    public static final String PREFIX = "uploads/";

    private static final String DESCRIPTION = "upload.json";
    private static final int DIGITS = 15;

    private Uploads() {}

    /** Where an upload's pieces and its description lie. */
    public static String folder(String id) {
        return PREFIX + id + "/";
    }

    /** Name and size, as JSON. */
    public static String description(String id) {
        return folder(id) + DESCRIPTION;
    }

    /** One piece; keys are in the order of offsets. */
    public static String piece(String id, long offset) {
        return folder(id) + String.format("%0" + DIGITS + "d", offset);
    }

    /** Whether a key is a piece. */
    public static boolean isPiece(String key) {
        return key.matches("uploads/[^/]+/[0-9]{" + DIGITS + "}");
    }

    /** The offset of a piece. */
    public static long offset(String key) {
        return Long.parseLong(key.substring(key.length() - DIGITS));
    }
}
