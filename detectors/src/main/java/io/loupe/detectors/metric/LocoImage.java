package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import java.util.List;

/**
 * A test image of MVTec LOCO, or of a dataset annotated like it. Asked from several threads at once; neither map nor
 * channels are kept, so they may be read from disk.
 */
public interface LocoImage {
    /** What is wrong with an image. */
    enum Anomaly {
        NONE,
        /** Everything is whole, but something is missing, misplaced or too many. */
        LOGICAL,
        /** Something is damaged or foreign. */
        STRUCTURAL
    }

    /** What to call the image in messages. */
    String name();

    Anomaly anomaly();

    /** Image score; larger is more anomalous. */
    double score();

    /** Scores at the image's original size. */
    AnomalyMap map();

    /** The defects, of the map's size, which may overlap; none for good images. */
    List<DefectChannel> channels();
}
