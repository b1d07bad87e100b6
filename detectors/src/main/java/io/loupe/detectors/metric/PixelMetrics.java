package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import java.util.List;
import java.util.Map;

/**
 * How well maps find the defects' pixels, over all test images of one category, good ones included.
 *
 * <p>PRO (per-region overlap): at a threshold, the share of each connected defect region at or above it, averaged over all
 * regions of all images. AU-PRO is the area below PRO over the false positive rate of all sound pixels, from 0 to a
 * limit, interpolated at the limit and divided by it. Source: Bergmann et al., MVTec AD (IJCV 2021), section 5, and its
 * published evaluation code.
 *
 * <p>A defect type is measured against the sound pixels of all images, its own and others; other types' defects count
 * neither way. So AU-PRO of all types is the mean of theirs, weighted by regions, and pixel AUROC that weighted by pixels.
 *
 * @param all figures of all defects
 * @param byDefect figures of each defect type; empty where images name none
 * @param roc true over false positive rate of pixels
 * @param pro PRO over false positive rate
 * @param soundPixels pixels without defect
 */
public record PixelMetrics(
        PixelFigures all, Map<String, PixelFigures> byDefect, Curve roc, Curve pro, long soundPixels) {
    public PixelMetrics {
        byDefect = Map.copyOf(byDefect);
    }

    /**
     * Measures, on all cores. Maps are asked for twice and one a core is held, beside about 60 bytes a defective pixel.
     *
     * @param images all test images of one category
     * @param limits false positive rates up to which AU-PRO is wanted, each above 0 and at most 1
     * @throws io.loupe.detectors.DetectorException with {@code NUMERICS} if a score is NaN or infinite, with {@code DATA}
     *     if a mask and its map differ in size
     */
    public static PixelMetrics of(List<? extends ScoredPixels> images, double... limits) {
        return Sweep.of(images.stream().map(Connected::new).toList(), limits);
    }

    /** Regions are what touches. */
    record Connected(ScoredPixels image) implements MarkedImage {
        @Override
        public String name() {
            return image.name();
        }

        @Override
        public AnomalyMap map() {
            return image.map();
        }

        @Override
        public Marks marks() {
            return Marks.connected(image.mask());
        }

        @Override
        public String defectType() {
            return image.defectType();
        }
    }
}
