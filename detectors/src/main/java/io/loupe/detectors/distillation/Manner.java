package io.loupe.detectors.distillation;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.efficientad.Arithmetic;
import io.loupe.detectors.image.PictureFolder;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import io.loupe.detectors.weights.Weights;
import java.util.Map;

/**
 * How a training computes and of what, which it keeps to its end, because anything else gives other bits.
 *
 * @param threads inside an operation
 * @param backbone SHA-256 of the backbone's weights
 * @param images fingerprint of the folder; empty for a category's images
 */
record Manner(BegunThreads threads, Arithmetic arithmetic, String backbone, String images) {
    private static final String ARITHMETIC = "arithmetic";
    private static final String BACKBONE = "backbone";
    private static final String IMAGES = "images";

    /** @throws DetectorException with {@code DATA} if it is not what {@link #stored} gives */
    static Manner read(SafeTensors part, String place) {
        Map<String, String> texts = part.metadata();
        return new Manner(
                BegunThreads.read(part, place),
                Arithmetic.parse(texts.getOrDefault(ARITHMETIC, "")),
                texts.getOrDefault(BACKBONE, ""),
                texts.getOrDefault(IMAGES, ""));
    }

    Map<String, String> stored() {
        return Map.of(
                BegunThreads.KEY,
                threads.stored(),
                ARITHMETIC,
                arithmetic.stored(),
                BACKBONE,
                backbone,
                IMAGES,
                images);
    }

    /** @throws DetectorException with {@code DATA} if this attempt has another backbone or other images */
    void requireSame(Weights weights, ImageSet set) {
        if (!backbone.equals(weights.sha256())) {
            throw new DetectorException(
                    Kind.DATA,
                    "the weights have SHA-256 " + weights.sha256() + ", those that this training began with "
                            + backbone,
                    "backbone " + weights.name(),
                    "put the same file into the worker's folder of weights, or start again from step 0");
        }
        PictureFolder.requireSame("images", images, set.fingerprint());
    }
}
