package io.loupe.detectors;

import io.loupe.detectors.distillation.PdnDistillation;
import io.loupe.detectors.efficientad.EfficientAd;
import io.loupe.detectors.patchcore.PatchCore;
import io.loupe.detectors.vtadl.VtAdl;
import java.util.List;
import java.util.Optional;

/** Every method there is; a new one is one line here. */
public final class Detectors {
    private static final List<TrainableMethod<?>> ALL =
            List.of(new VtAdl(), new EfficientAd(), new PatchCore(), new PdnDistillation());

    private Detectors() {}

    public static List<TrainableMethod<?>> all() {
        return ALL;
    }

    public static Optional<TrainableMethod<?>> named(String name) {
        return ALL.stream()
                .<TrainableMethod<?>>map(method -> method)
                .filter(method -> method.name().equals(name))
                .findFirst();
    }
}
