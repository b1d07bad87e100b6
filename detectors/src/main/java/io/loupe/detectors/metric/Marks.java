package io.loupe.detectors.metric;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.dataset.PixelMask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which pixels of one image belong to which regions. Pixels are given as stretches: index of the first, index after the
 * last.
 */
final class Marks {
    private final int width;
    private final int height;
    private final int[] defective; // start, end, start, end, ...: ascending, apart
    private final int[] saturations;
    private final int[] stretches; // start, end, region twice and odd if counted: three a stretch

    private Marks(PixelMask union, int[] saturations, int[] stretches) {
        width = union.width();
        height = union.height();
        defective = bounds(union.defective());
        this.saturations = saturations;
        this.stretches = stretches;
    }

    /** The connected regions of a mask; each is found when all its pixels are. */
    static Marks connected(PixelMask mask) {
        Regions regions = Regions.of(mask);
        int[] stretches = new int[3 * regions.runs()];
        for (int run = 0; run < regions.runs(); run++) {
            stretches[3 * run] = regions.start(run);
            stretches[3 * run + 1] = regions.end(run);
            stretches[3 * run + 2] = 2 * regions.region(run);
        }
        int[] saturations = new int[regions.count()];
        Arrays.setAll(saturations, regions::size);
        return new Marks(mask, saturations, stretches);
    }

    /**
     * Regions as they were annotated, each a channel of its own; they may overlap.
     *
     * @param name the image in messages
     * @throws DetectorException with {@code DATA} if channels differ in size
     */
    static Marks channels(String name, List<DefectChannel> channels) {
        if (channels.isEmpty()) {
            return connected(PixelMask.empty(1, 1));
        }
        int width = channels.getFirst().pixels().width();
        int height = channels.getFirst().pixels().height();
        BitSet union = new BitSet(width * height);
        int[] saturations = new int[channels.size()];
        int[] stretches = new int[0];
        for (int region = 0; region < saturations.length; region++) {
            DefectChannel channel = channels.get(region);
            if (channel.pixels().width() != width || channel.pixels().height() != height) {
                throw new DetectorException(
                        Kind.DATA, "its masks differ in size", name, "give every mask the size of the image");
            }
            saturations[region] = channel.saturationArea();
            BitSet fresh = (BitSet) channel.pixels().defective().clone();
            fresh.andNot(union);
            BitSet counted = (BitSet) channel.pixels().defective().clone();
            counted.and(union);
            stretches = append(stretches, bounds(fresh), 2 * region);
            stretches = append(stretches, bounds(counted), 2 * region + 1);
            union.or(fresh);
        }
        return new Marks(new PixelMask(width, height, union), saturations, stretches);
    }

    boolean fit(int mapWidth, int mapHeight) {
        return width == mapWidth && height == mapHeight;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** All pixels that belong to regions: start, end, start, end and so on, ascending, none touching the next. */
    int[] defective() {
        return defective;
    }

    /** Number of regions. */
    int regions() {
        return saturations.length;
    }

    /** How many of a region's pixels are enough to have found it. */
    int saturation(int region) {
        return saturations[region];
    }

    /** Number of stretches; each belongs to one region. */
    int stretches() {
        return stretches.length / 3;
    }

    int start(int stretch) {
        return stretches[3 * stretch];
    }

    int end(int stretch) {
        return stretches[3 * stretch + 1];
    }

    int region(int stretch) {
        return stretches[3 * stretch + 2] >> 1;
    }

    /** Whether the stretch's pixels belong to another region too and were counted there. */
    boolean counted(int stretch) {
        return (stretches[3 * stretch + 2] & 1) == 1;
    }

    private static int[] bounds(BitSet pixels) {
        int[] bounds = new int[64];
        int count = 0;
        for (int start = pixels.nextSetBit(0); start >= 0; start = pixels.nextSetBit(bounds[count - 1])) {
            if (count == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * count);
            }
            bounds[count++] = start;
            bounds[count++] = pixels.nextClearBit(start);
        }
        return Arrays.copyOf(bounds, count);
    }

    private static int[] append(int[] stretches, int[] bounds, int label) {
        int count = stretches.length;
        int[] longer = Arrays.copyOf(stretches, count + bounds.length / 2 * 3);
        for (int i = 0; i < bounds.length; i += 2) {
            longer[count++] = bounds[i];
            longer[count++] = bounds[i + 1];
            longer[count++] = label;
        }
        return longer;
    }
}
