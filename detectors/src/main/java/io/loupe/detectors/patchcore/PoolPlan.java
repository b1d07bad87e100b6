package io.loupe.detectors.patchcore;

import io.loupe.detectors.engine.CounterRandom;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which patches of which image are in the pool, and where: a matter of the seed and the numbers alone, so that a pool can
 * be filled again.
 */
final class PoolPlan {
    private final int grid;
    private final int images;
    private final int size;
    private final BitSet chosen;

    /**
     * Draws the patches.
     *
     * @param images training images
     * @param grid patches an image has
     * @param limit patches in the pool; 0 for all
     */
    PoolPlan(int images, int grid, int limit, CounterRandom random) {
        int all = Math.multiplyExact(images, grid);
        this.images = images;
        this.grid = grid;
        this.size = size(all, limit);
        this.chosen = new BitSet(all);
        if (size == all) {
            chosen.set(0, all);
        } else {
            Arrays.stream(random.permutation(all)).limit(size).forEach(chosen::set);
        }
    }

    /** Patches in the pool. */
    static int size(long all, int limit) {
        return (int) (limit == 0 ? all : Math.min(all, limit));
    }

    int size() {
        return size;
    }

    /** The places in an image's grid whose patches are in the pool, ascending; may be empty. */
    int[] places(int image) {
        if (image < 0 || image >= images) {
            throw new IndexOutOfBoundsException(image);
        }
        int from = image * grid;
        return chosen.get(from, from + grid).stream().toArray();
    }

    /** The first row of an image's patches in the pool. */
    int offset(int image) {
        return chosen.get(0, image * grid).cardinality();
    }
}
