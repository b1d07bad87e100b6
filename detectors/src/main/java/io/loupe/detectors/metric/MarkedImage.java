package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;

/** One image as it is measured; asked from several threads, its marks once, its map at most twice. */
interface MarkedImage {
    /** What to call the image in messages. */
    String name();

    /** Scores at the image's original size. */
    AnomalyMap map();

    /** The regions of its mask. */
    Marks marks();

    /** Name of the type of its defect; empty for none. */
    String defectType();
}
