package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;

/**
 * One image's map and mask. A mask is asked for once, a map once or, if the mask has defects, twice; neither is kept, so
 * they may be read from disk or made on the way. Different images are asked from different threads at once.
 */
public interface ScoredPixels {
    /** What to call the image in messages. */
    String name();

    /** Scores at the image's original size. */
    AnomalyMap map();

    /** The defect, of the map's size; empty for good images. */
    PixelMask mask();

    /** Name of the type of its defect, by which results are told apart; empty for none. */
    default String defectType() {
        return "";
    }
}
