package io.loupe.web.document;

import java.util.List;
import java.util.Map;

/** What a document may name under {@code data}. */
public interface KnownDatasets {
    /**
     * @param current the version that the bare name means
     * @param categories of each version, by its whole version
     */
    record KnownDataset(String current, Map<String, List<String>> categories) {}

    /** Datasets that can be used, by name. */
    Map<String, KnownDataset> all();
}
