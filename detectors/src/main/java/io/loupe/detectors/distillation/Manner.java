package io.loupe.detectors.distillation;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.efficientad.Arithmetic;
import io.loupe.detectors.image.PictureFolder;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a training computes and of what, which it keeps to its end, because anything else gives other bits.
 *
 * @param threads inside an operation
 * @param backbone SHA-256 of the backbone's weights
 * @param images fingerprint of the folder; empty for a category's images
 */
record Manner(int threads, Arithmetic arithmetic, String backbone, String images) {
    private static final Logger LOG = LoggerFactory.getLogger(Manner.class);
    private static final String THREADS = "threads";
    private static final String ARITHMETIC = "arithmetic";
    private static final String BACKBONE = "backbone";
    private static final String IMAGES = "images";

    /** @throws DetectorException with {@code DATA} if it is not what {@link #stored} gives */
    static Manner read(SafeTensors part, String place) {
        Map<String, String> texts = part.metadata();
        String threads = texts.getOrDefault(THREADS, "");
        if (!threads.matches("[1-9]\\d{0,3}")) {
            throw new DetectorException(
                    Kind.DATA,
                    "\"" + threads + "\" is not a number of threads",
                    place,
                    "go back to an earlier checkpoint");
        }
        return new Manner(
                Integer.parseInt(threads),
                Arithmetic.parse(texts.getOrDefault(ARITHMETIC, "")),
                texts.getOrDefault(BACKBONE, ""),
                texts.getOrDefault(IMAGES, ""));
    }

    Map<String, String> stored() {
        return Map.of(
                THREADS,
                Integer.toString(threads),
                ARITHMETIC,
                arithmetic.stored(),
                BACKBONE,
                backbone,
                IMAGES,
                images);
    }

    Compute on(Compute offered) {
        if (threads != offered.threads()) {
            LOG.info("going on with {} threads as begun, not {}", threads, offered.threads());
        }
        return new Compute(offered.device(), threads);
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
