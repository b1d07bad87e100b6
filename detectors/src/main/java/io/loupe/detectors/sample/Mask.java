package io.loupe.detectors.sample;

import java.util.Arrays;

/** Turns a difference of two pictures into the mask a careful person would have drawn. */
final class Mask {
    private static final int RADIUS = 2;

    private Mask() {}

    /**
     * The inside of faults, and the marked pixels that changed visibly with their gaps closed.
     *
     * @param difference of tones, per pixel
     * @param faults what of a fault is at a pixel, see {@link Studio#light}
     * @param seen smallest visible difference
     */
    static boolean[] of(float[] difference, byte[] faults, float seen, int size) {
        boolean[] mask = new boolean[faults.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = faults[i] == Studio.INSIDE || (faults[i] == Studio.MARKED && difference[i] > seen);
        }
        boolean[] closed = spread(spread(mask, size, true), size, false);
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= closed[i] && faults[i] != Studio.SOUND;
        }
        return mask;
    }

    /** Grows ({@code value} true) or shrinks (false) by a square of {@code 2 * RADIUS + 1} pixels. */
    private static boolean[] spread(boolean[] from, int size, boolean value) {
        boolean[] result = Arrays.copyOf(from, from.length);
        for (int at = 0; at < from.length; at++) {
            if (from[at] != value) {
                continue;
            }
            int x = at % size;
            int y = at / size;
            for (int v = Math.max(0, y - RADIUS); v <= Math.min(size - 1, y + RADIUS); v++) {
                int left = Math.max(0, x - RADIUS);
                int right = Math.min(size - 1, x + RADIUS);
                Arrays.fill(result, v * size + left, v * size + right + 1, value);
            }
        }
        return result;
    }
}
