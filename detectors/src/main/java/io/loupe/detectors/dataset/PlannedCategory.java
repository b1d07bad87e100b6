package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A category as a layout found it.
 *
 * @param folder what problems of the category as a whole are said about
 * @param name in the catalogue
 * @param entries images and masks, by path
 * @param defectsConfig which saturation threshold belongs to which value of a mask; LOCO has it
 */
record PlannedCategory(Path folder, String name, List<Entry> entries, Optional<Path> defectsConfig) {
    PlannedCategory {
        entries = List.copyOf(entries);
    }

    PlannedCategory(Path folder, String name, List<Entry> entries) {
        this(folder, name, entries, Optional.empty());
    }
}
