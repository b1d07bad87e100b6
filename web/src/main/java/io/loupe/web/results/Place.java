package io.loupe.web.results;

import io.loupe.web.catalogue.Trial;

/** A row of results: the same category may stand in two datasets. */
public record Place(String dataset, String version, String category) {

    /** Where a trial belongs. */
    public static Place of(Trial trial) {
        return new Place(trial.spec().dataset(), trial.spec().datasetVersion(), trial.category());
    }
}
