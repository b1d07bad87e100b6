package io.loupe.detectors.evaluation;

import io.loupe.detectors.dataset.TestImage;
import java.util.Arrays;
import java.util.Locale;

/** For which test images heat maps and raw maps are kept. */
public enum HeatMaps {
    ALL,
    DEFECTIVE,
    NONE;

    /**
     * Reads the name of the experiment document: {@code all}, {@code defective} or {@code none}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static HeatMaps parse(String name) {
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is not one of all, defective, none"));
    }

    boolean wanted(TestImage image) {
        return switch (this) {
            case ALL -> true;
            case DEFECTIVE -> !image.isGood();
            case NONE -> false;
        };
    }
}
