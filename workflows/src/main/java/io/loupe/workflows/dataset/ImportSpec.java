package io.loupe.workflows.dataset;

import java.util.List;

/**
 * @param importId UUIDv7
 * @param dataset name in the catalogue
 * @param folder where it comes from: an absolute path, readable by the worker, of a dataset folder that holds category
 *     folders, of one category or of an archive; {@code upload:<id>/<file name>} for an archive that was uploaded in
 *     pieces (see {@link Uploads}); or {@code s3://<bucket>/<prefix>} for what stands under a prefix of a
 *     bucket of the object store
 * @param layout one of {@link #LAYOUTS}
 */
public record ImportSpec(String importId, String dataset, String folder, String layout) {
    /** Layouts that can be named; {@code auto} recognises them. */
    public static final List<String> LAYOUTS =
            List.of("auto", "btad", "folder", "loco", "magnetic", "mvtec", "mvtec3d", "visa");

    /** How the source of an uploaded archive begins. */
    public static final String UPLOAD = "upload:";

    /** How a source in a bucket begins. */
    public static final String BUCKET = "s3://";
}
