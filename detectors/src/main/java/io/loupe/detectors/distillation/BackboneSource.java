package io.loupe.detectors.distillation;

import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.weights.Weights;
import java.util.List;

/** Makes backbones of weights. */
@FunctionalInterface
interface BackboneSource {
    /**
     * Opens a backbone.
     *
     * @throws io.loupe.detectors.DetectorException with {@code USER} if the weights are not this network's
     */
    Backbone open(TensorRuntime runtime, String name, List<String> layers, Weights weights);
}
