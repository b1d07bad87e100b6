package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.dataset.PixelMask;
import java.util.Arrays;
import java.util.List;

/** The scores of all defective pixels: each distinct score with its pixels and their share of regions. */
final class DefectScores {
    private final int[] keys; // distinct, ascending
    private final int[] counts;
    private final double[] weights;
    private final long regions;
    private final long pixels;

    private DefectScores(int[] keys, int[] counts, double[] weights, long regions, long pixels) {
        this.keys = keys;
        this.counts = counts;
        this.weights = weights;
        this.regions = regions;
        this.pixels = pixels;
    }

    static DefectScores collect(List<? extends ScoredPixels> images) {
        Collector collector = new Collector();
        for (ScoredPixels image : images) {
            PixelMask mask = image.mask();
            if (!mask.defective().isEmpty()) {
                collector.add(image.name(), image.map(), mask);
            }
        }
        return collector.finish();
    }

    /** Number of distinct scores. */
    int distinct() {
        return keys.length;
    }

    /** The distinct scores as sortable integers, ascending; not to be changed. */
    int[] keys() {
        return keys;
    }

    /** Defective pixels with the i-th score. */
    int count(int i) {
        return counts[i];
    }

    /** Their weight: each pixel counts one over the size of its region. */
    double weight(int i) {
        return weights[i];
    }

    long regions() {
        return regions;
    }

    long pixels() {
        return pixels;
    }

    private static final class Collector {
        private long[] pixels = new long[1 << 16]; // score in the upper, number of the region in the lower half
        private int count;
        private double[] regionWeights = new double[256];
        private int regions;

        void add(String name, AnomalyMap map, PixelMask mask) {
            if (mask.width() != map.width() || mask.height() != map.height()) {
                throw new DetectorException(
                        Kind.DATA,
                        "the mask has " + mask.width() + " x " + mask.height() + " pixels, the map " + map.width()
                                + " x " + map.height(),
                        name,
                        "give the mask the size of its image");
            }
            int[] keys = SortableScores.keys(name, map);
            Regions found = Regions.of(mask);
            reserve(mask.defective().cardinality(), found.count());
            for (int run = 0; run < found.runs(); run++) {
                long region = (long) regions + found.region(run);
                for (int at = found.start(run); at < found.end(run); at++) {
                    pixels[count++] = (long) keys[at] << 32 | region;
                }
            }
            for (int region = 0; region < found.count(); region++) {
                regionWeights[regions++] = 1.0 / found.size(region);
            }
        }

        private void reserve(int morePixels, int moreRegions) {
            int needed = Math.addExact(count, morePixels);
            if (needed > pixels.length) {
                pixels = Arrays.copyOf(pixels, Math.clamp(pixels.length * 3L / 2, needed, Integer.MAX_VALUE - 8));
            }
            if (regions + moreRegions > regionWeights.length) {
                regionWeights = Arrays.copyOf(regionWeights, Math.max(2 * regionWeights.length, regions + moreRegions));
            }
        }

        DefectScores finish() {
            Arrays.parallelSort(pixels, 0, count);
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                distinct += i == 0 || key(i) != key(i - 1) ? 1 : 0;
            }
            int[] keys = new int[distinct];
            int[] counts = new int[distinct];
            double[] weights = new double[distinct];
            int at = -1;
            for (int i = 0; i < count; i++) {
                if (i == 0 || key(i) != key(i - 1)) {
                    at++;
                    keys[at] = key(i);
                }
                counts[at]++;
                weights[at] += regionWeights[(int) pixels[i]];
            }
            return new DefectScores(keys, counts, weights, regions, count);
        }

        private int key(int i) {
            return (int) (pixels[i] >> 32);
        }
    }
}
