package io.loupe.web.pages.experiment;

import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.util.List;

/**
 * The list of experiments.
 *
 * @param query what was searched for, as typed
 * @param state the filter's value, empty for all
 * @param next link to the next page, empty on the last
 * @param any whether there is any experiment at all, whatever the filter says
 */
public record ExperimentsView(
        String query, String state, List<Filter> filters, List<Row> rows, String next, boolean any) {

    public record Filter(String value, String word, String href, boolean chosen) {}

    /**
     * One experiment.
     *
     * @param state where it stands as a whole
     * @param shape {@code 3 categories · 2 arms · 3 seeds}
     * @param bar the trials by state
     * @param done {@code 4 of 6}
     */
    public record Row(
            String id,
            String name,
            String href,
            State state,
            String data,
            String shape,
            List<BarPart> bar,
            int trials,
            String done,
            When submitted) {}
}
