package io.loupe.detectors.evaluation;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;

/** Takes brightness for anomaly. */
final class BrightnessScorer implements Scorer {
    @Override
    public Score score(Path path) {
        FloatImage image = Images.read(path);
        float[] scores = Arrays.copyOf(image.values(), image.width() * image.height());
        AnomalyMap map = new AnomalyMap(image.width(), image.height(), scores);
        return new Score(map, map.max());
    }

    @Override
    public Pass pass(Path image, int batch) {
        AnomalyMap map = score(image).map();
        return () -> Collections.nCopies(batch, map);
    }

    @Override
    public void close() {}
}
