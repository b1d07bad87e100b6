package io.loupe.detectors;

import java.nio.file.Path;

/** A trained detector that scores images; one thread at a time. */
public interface Scorer extends AutoCloseable {
    /**
     * Scores one image.
     *
     * @throws DetectorException with {@code DATA} if the image cannot be read
     */
    Score score(Path image);

    /**
     * @param map raw anomaly map at the image's original size; larger is more anomalous
     * @param imageScore the detector's image score
     */
    record Score(AnomalyMap map, double imageScore) {}

    @Override
    void close();
}
