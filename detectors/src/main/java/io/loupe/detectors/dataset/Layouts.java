package io.loupe.detectors.dataset;

import java.util.List;
import java.util.stream.Stream;

/** The names of layouts, as they are chosen. */
public final class Layouts {
    /** The layout is recognised. */
    public static final String AUTO = "auto";

    /** All names, {@link #AUTO} first. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of(AUTO),
                    DatasetLayout.ALL.stream().map(DatasetLayout::name).sorted())
            .toList();

    private Layouts() {}
}
