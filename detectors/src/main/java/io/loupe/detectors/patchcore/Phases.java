package io.loupe.detectors.patchcore;

import java.util.ArrayList;
import java.util.List;

/**
 * How steps are counted: for one member after the other, an image a step fills its pool, then selections in chunks, then,
 * in an ensemble, an image a step measures its scores.
 */
final class Phases {
    /** Selections in a step. */
    static final int CHUNK = 64;

    enum Phase {
        POOL,
        SELECTION,
        RANGE
    }

    /**
     * Where a step is.
     *
     * @param member its index
     * @param index steps of this phase before it
     */
    record Place(int member, Phase phase, int index) {}

    /**
     * One member's numbers.
     *
     * @param images that fill the pool
     * @param bank patches to select
     * @param rangeImages that measure the scores; 0 outside ensembles
     */
    record Lengths(int images, int bank, int rangeImages) {
        int selections() {
            return Math.ceilDiv(bank, CHUNK);
        }

        long total() {
            return (long) images + selections() + rangeImages;
        }
    }

    private final List<Lengths> members;
    private final long total;

    Phases(List<Lengths> members) {
        this.members = new ArrayList<>(members);
        this.total = members.stream().mapToLong(Lengths::total).sum();
    }

    long total() {
        return total;
    }

    /** @param step 0 for the first, up to but not including the total */
    Place of(long step) {
        long left = step;
        for (int i = 0; i < members.size(); i++) {
            Lengths lengths = members.get(i);
            if (left < lengths.total()) {
                return within(i, lengths, (int) left);
            }
            left -= lengths.total();
        }
        throw new IndexOutOfBoundsException("step " + step + " of " + total);
    }

    private static Place within(int member, Lengths lengths, int step) {
        if (step < lengths.images()) {
            return new Place(member, Phase.POOL, step);
        }
        int afterPool = step - lengths.images();
        return afterPool < lengths.selections()
                ? new Place(member, Phase.SELECTION, afterPool)
                : new Place(member, Phase.RANGE, afterPool - lengths.selections());
    }
}
