package io.loupe.infra.client;

import java.util.List;

/**
 * A dataset of the catalogue.
 *
 * @param ready has a version that experiments can use
 * @param importing an import is under way
 * @param problems what the newest import found, one line each
 */
public record DatasetView(String name, boolean ready, boolean importing, List<String> problems) {

    public DatasetView {
        problems = List.copyOf(problems);
    }
}
