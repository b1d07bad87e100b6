package io.loupe.detectors.metric;

import io.loupe.detectors.dataset.PixelMask;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The connected regions of a mask; pixels that touch at a corner belong together (8-connectivity).
 *
 * <p>Found by runs: the stretches of set pixels in each row, joined with those above that overlap or touch them.
 */
final class Regions {
    private int[] starts = new int[64];
    private int[] ends = new int[64]; // exclusive
    private int[] parents = new int[64];
    private int runs;
    private int count;
    private int[] sizes = new int[0];

    private Regions() {}

    static Regions of(PixelMask mask) {
        Regions regions = new Regions();
        int above = 0;
        int next = mask.defective().nextSetBit(0);
        for (int y = 0; y < mask.height() && next >= 0; y++) {
            int first = regions.runs;
            next = regions.addRow(mask.defective(), next, (y + 1) * mask.width());
            regions.join(above, first, mask.width());
            above = first;
        }
        regions.number();
        return regions;
    }

    /** Number of regions. */
    int count() {
        return count;
    }

    /** Pixels of a region. */
    int size(int region) {
        return sizes[region];
    }

    /** Number of runs; each is a stretch of pixels within a row. */
    int runs() {
        return runs;
    }

    /** Index of a run's first pixel. */
    int start(int run) {
        return starts[run];
    }

    /** Index after a run's last pixel. */
    int end(int run) {
        return ends[run];
    }

    /** The region a run belongs to, 0 to {@link #count} - 1. */
    int region(int run) {
        return parents[run];
    }

    /** Adds the runs from a set pixel to the end of a row; answers the first set pixel beyond it, or -1. */
    private int addRow(BitSet pixels, int next, int to) {
        int start = next;
        while (start >= 0 && start < to) {
            int end = Math.min(pixels.nextClearBit(start), to);
            if (runs == starts.length) {
                starts = Arrays.copyOf(starts, 2 * runs);
                ends = Arrays.copyOf(ends, 2 * runs);
                parents = Arrays.copyOf(parents, 2 * runs);
            }
            starts[runs] = start;
            ends[runs] = end;
            parents[runs] = runs;
            runs++;
            start = pixels.nextSetBit(end);
        }
        return start;
    }

    /** Joins the runs of the row above, {@code above} to {@code first - 1}, with those of this row. */
    private void join(int above, int first, int width) {
        int upper = above;
        int lower = first;
        while (upper < first && lower < runs) {
            int upperStart = starts[upper] + width;
            int upperEnd = ends[upper] + width;
            if (upperStart <= ends[lower] && starts[lower] <= upperEnd) {
                parents[root(lower)] = root(upper);
            }
            if (upperEnd < ends[lower]) {
                upper++;
            } else {
                lower++;
            }
        }
    }

    private int root(int run) {
        int at = run;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    private void number() {
        int[] roots = new int[runs];
        for (int run = 0; run < runs; run++) {
            roots[run] = root(run);
        }
        int[] numbers = new int[runs];
        Arrays.fill(numbers, -1);
        int[] found = new int[runs];
        for (int run = 0; run < runs; run++) {
            if (numbers[roots[run]] < 0) {
                numbers[roots[run]] = count++;
            }
            parents[run] = numbers[roots[run]];
            found[parents[run]] += ends[run] - starts[run];
        }
        sizes = Arrays.copyOf(found, count);
    }
}
