package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits good images where the dataset does not: every fifth tests, chosen by content, so always the same ones. */
final class OwnSplit {
    static final int ONE_IN = 5;
    private static final int FEWEST = 2;

    private OwnSplit() {}

    /** Entries of good images; with one image alone there is nothing to test with. */
    static List<Entry> of(List<Path> good, Path place, Problems problems) {
        int tests = good.size() < FEWEST ? 0 : Math.max(1, good.size() / ONE_IN);
        Set<Path> chosen = HoldOut.of(good, tests, 0);
        List<Entry> entries = new ArrayList<>();
        for (Path image : good) {
            entries.add(chosen.contains(image) ? Entry.test(image, TestImage.GOOD, "") : Entry.good(image, Role.TRAIN));
        }
        if (!chosen.isEmpty()) {
            problems.warning(
                    place,
                    "good images are not split into training and test: " + chosen.size() + " of " + good.size()
                            + " are kept for tests, chosen by a hash of their content");
        }
        return entries;
    }
}
