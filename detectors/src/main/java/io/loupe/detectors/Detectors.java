package io.loupe.detectors;

import io.loupe.detectors.vtadl.VtAdl;
import java.util.List;
import java.util.Optional;

/** Every detector there is; a new one is one line here. */
public final class Detectors {
    private static final List<Detector<?>> ALL = List.of(new VtAdl());

    private Detectors() {}

    public static List<Detector<?>> all() {
        return ALL;
    }

    public static Optional<Detector<?>> named(String name) {
        return ALL.stream()
                .<Detector<?>>map(detector -> detector)
                .filter(detector -> detector.name().equals(name))
                .findFirst();
    }
}
