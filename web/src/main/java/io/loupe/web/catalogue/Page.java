package io.loupe.web.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * A piece of a list.
 *
 * @param next cursor of the following piece; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
