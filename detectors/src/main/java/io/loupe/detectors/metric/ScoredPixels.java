package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;

/**
 * One image's map and mask. Both are asked for twice and not kept, so they may be read from disk; different images are
 * asked from different threads at once.
 */
public interface ScoredPixels {
    /** What to call the image in messages. */
    String name();

    /** Scores at the image's original size. */
    AnomalyMap map();

    /** The defect, of the map's size; empty for good images. */
    PixelMask mask();
}
