package io.loupe.detectors.evaluation;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.heatmap.FloatTiff;
import io.loupe.detectors.metric.ScoredPixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A test image that was scored; its map lies on disk.
 *
 * @param image the image
 * @param name path of the image in the dataset: {@code <category>/test/<defect>/<file>}
 * @param score the detector's image score
 * @param mapFile TIFF of the map
 * @param width of image and map, in pixels
 * @param height of image and map, in pixels
 * @param kept whether map and heat map belong to the results
 */
record ScoredImage(TestImage image, String name, double score, Path mapFile, int width, int height, boolean kept)
        implements ScoredPixels {
    @Override
    public AnomalyMap map() {
        try {
            return FloatTiff.read(mapFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PixelMask mask() {
        return image.mask().map(PixelMask::read).orElseGet(() -> PixelMask.empty(width, height));
    }

    @Override
    public String defectType() {
        return image.defect();
    }

    /** {@code good} or {@code defective}. */
    String label() {
        return image.isGood() ? "good" : "defective";
    }

    /** {@code <defect>/<image>} without an extension: where its files lie below the folders of results. */
    String place() {
        String file = image.path().getFileName().toString();
        int dot = file.lastIndexOf('.');
        return image.defect() + "/" + (dot < 0 ? file : file.substring(0, dot));
    }
}
