package io.loupe.detectors.distillation;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.efficientad.Pdn;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.patchcore.PatchFeatures;
import io.loupe.detectors.patchcore.PatchFeatures.Patches;

/**
 * What a teacher learns to give: a backbone's patch features as PatchCore describes patches. Around each position of a
 * layer, the numbers of 3 x 3 positions, channel by channel, are averaged to 1024; coarser layers are enlarged to the
 * finest one's grid; the layers' numbers one after the other are averaged to 384.
 *
 * <p>These are the numbers for Wide-ResNet-101 (4608 and 9216 in a neighbourhood of layers 2 and 3), and they are kept for
 * all backbones, so that each layer has an equal part of the 384 outputs. Where a neighbourhood has fewer than 1024
 * numbers, as with EfficientNet-Lite0 (360 and 1008), the first average repeats some of them and the second takes them
 * together again: two neighbouring positions of one channel share an output, and no random projection is needed.
 */
final class TargetFeatures {
    /** Channels of a teacher's output. */
    static final int CHANNELS = 384;

    private static final int NEIGHBOURHOOD = 3;
    private static final int LAYER_DIMENSIONS = 1024;

    private final TensorRuntime runtime;
    private final DistillationSettings settings;
    private final Backbone backbone;
    private final PatchFeatures features;

    TargetFeatures(TensorRuntime runtime, DistillationSettings settings, Backbone backbone) {
        this.runtime = runtime;
        this.settings = settings;
        this.backbone = backbone;
        this.features = new PatchFeatures(backbone, NEIGHBOURHOOD, LAYER_DIMENSIONS, CHANNELS);
    }

    /** Positions along a side of the trained network's output, which pads: 64 for 256 pixels. */
    static int cells(DistillationSettings settings) {
        return Pdn.cells(settings.imageSize(), settings.size(), true);
    }

    /**
     * The features of one image, not normalised.
     *
     * @param image shape (3, backboneSize, backboneSize), in [0, 1]
     * @return shape (384, cells, cells)
     * @throws DetectorException with {@code USER} if the backbone has another number of positions
     */
    float[] of(float[] image) {
        int side = settings.backboneSize();
        int cells = cells(settings);
        try (StepScope scope = runtime.inference()) {
            Patches patches = features.of(scope, scope.tensor(image, 1, 3, side, side));
            if (patches.height() != cells || patches.width() != cells) {
                throw new DetectorException(
                        Kind.USER,
                        backbone.layers().getFirst() + " has " + patches.height() + " x " + patches.width()
                                + " positions of an image of " + side + " pixels, the trained network " + cells + " x "
                                + cells + " of one of " + settings.imageSize(),
                        "backboneSize",
                        "use a backboneSize of twice imageSize with layers of which the first has an eighth of the"
                                + " resolution, such as "
                                + String.join(",", settings.backbone().usualLayers()));
            }
            return patches.rows().permute(1, 0).contiguous().values();
        }
    }
}
