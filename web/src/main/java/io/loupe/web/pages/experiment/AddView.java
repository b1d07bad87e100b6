package io.loupe.web.pages.experiment;

import java.util.List;

/**
 * The form that adds to an experiment.
 *
 * @param seeds as they were typed
 * @param has the seeds that it has
 * @param arms as they were typed, YAML
 * @param datasets with the categories that it does not have yet
 * @param problems what is wrong
 */
public record AddView(
        String name,
        String back,
        String seeds,
        String has,
        String arms,
        List<Dataset> datasets,
        List<String> problems) {

    public record Dataset(String name, List<Category> categories) {}

    /** @param value of the box, dataset and category */
    public record Category(String name, String value, boolean chosen) {}
}
