package io.loupe.web.pages.dataset;

import io.loupe.tracking.dataset.DatasetManifest;
import java.util.Optional;

/** Where pages get images of datasets from. */
public interface DatasetImages {
    /** The files of a version; empty while the object store does not answer. */
    Optional<DatasetManifest> manifest(String dataset, String version);

    /** Address of a file, which is named by its content and so never changes. */
    static String address(String dataset, DatasetManifest.File file) {
        int dot = file.path().lastIndexOf('.');
        String ending = dot < 0 ? "" : file.path().substring(dot).toLowerCase(java.util.Locale.ROOT);
        return "/datasets/" + dataset + "/files/" + file.sha256() + ending;
    }
}
