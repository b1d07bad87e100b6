package io.loupe.detectors.evaluation;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.heatmap.FloatTiff;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.metric.ScoredPixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

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
 * @param measured the size at which maps and masks are compared: the image's, or that of masks that have another
 */
record ScoredImage(
        TestImage image,
        String name,
        double score,
        Path mapFile,
        int width,
        int height,
        boolean kept,
        Optional<MaskSize> measured)
        implements ScoredPixels {
    /** Size of all masks of a category, in pixels, where it is not that of the images. */
    record MaskSize(int width, int height) {}

    /** The map at the image's size. */
    AnomalyMap imageMap() {
        try {
            return FloatTiff.read(mapFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AnomalyMap map() {
        AnomalyMap map = imageMap();
        return measured.map(size -> map.width() == size.width() && map.height() == size.height()
                        ? map
                        : Maps.resize(map, size.width(), size.height()))
                .orElse(map);
    }

    @Override
    public PixelMask mask() {
        return image.hasMask()
                ? PixelMask.union(image.masks())
                : PixelMask.empty(
                        measured.map(MaskSize::width).orElse(width),
                        measured.map(MaskSize::height).orElse(height));
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
