package io.loupe.detectors;

import java.nio.file.Path;
import java.util.List;

/** A trained detector that scores images; one thread at a time. */
public interface Scorer extends AutoCloseable {
    /**
     * Scores one image.
     *
     * @throws DetectorException with {@code DATA} if the image cannot be read
     */
    Score score(Path image);

    /**
     * Prepares a pass whose time can be taken: the image is read and brought to what the network sees, once, and stands in
     * the pass as often as asked.
     *
     * @param batch images of the pass, 1 or more
     * @throws DetectorException with {@code DATA} if the image cannot be read
     */
    Pass pass(Path image, int batch);

    /**
     * @param map raw anomaly map at the image's original size; larger is more anomalous
     * @param imageScore the detector's image score
     */
    record Score(AnomalyMap map, double imageScore) {}

    /**
     * What a latency is the time of, as EfficientAD's authors take it (arXiv 2303.14535, Table 17): from the copy of prepared
     * images to the device until their anomaly maps are in host memory. Neither reading nor resizing a picture is in it, nor
     * what only a score of the image needs.
     */
    @FunctionalInterface
    interface Pass {
        /** The maps, one an image, of the size that the network sees; usable until the scorer is closed. */
        List<AnomalyMap> run();
    }

    @Override
    void close();
}
