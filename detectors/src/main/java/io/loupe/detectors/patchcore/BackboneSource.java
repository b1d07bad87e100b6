package io.loupe.detectors.patchcore;

import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.backbone.Backbones;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.WeightsLibrary;

/** Where backbones come from. */
interface BackboneSource {
    /** Those there are. */
    BackboneSource KNOWN = new BackboneSource() {
        @Override
        public Backbone open(TensorRuntime runtime, Member member, WeightsLibrary weights) {
            return Backbones.open(runtime, member.backbone(), member.layers(), weights);
        }

        @Override
        public Backbone stored(TensorRuntime runtime, Member member, SafeTensors model, String place) {
            return Backbones.stored(runtime, member.backbone(), member.layers(), model, place + Backbones.PREFIX);
        }
    };

    /**
     * Makes a backbone of weights that others trained.
     *
     * @throws io.loupe.detectors.DetectorException with {@code USER} if there is no such backbone or layer, or its weights
     *     are not here
     */
    Backbone open(TensorRuntime runtime, Member member, WeightsLibrary weights);

    /**
     * Makes the same backbone again of its {@link Backbone#weights()}.
     *
     * @param place what stands before the variables' names in the model
     */
    Backbone stored(TensorRuntime runtime, Member member, SafeTensors model, String place);
}
