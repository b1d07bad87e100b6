package io.loupe.detectors.metric;

import static java.util.Objects.requireNonNull;

import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.Saturation;

/**
 * One defect as it was annotated, in a file of its own: one region, connected or not.
 *
 * @param pixels its pixels, at least one, at the image's original size
 * @param saturation how much of it must be found
 */
public record DefectChannel(PixelMask pixels, Saturation saturation) {
    public DefectChannel {
        requireNonNull(saturation, "saturation is null");
        if (pixels.defective().isEmpty()) {
            throw new IllegalArgumentException("a channel without a defective pixel is no defect");
        }
    }

    int saturationArea() {
        return saturation.area(pixels.defective().cardinality());
    }
}
