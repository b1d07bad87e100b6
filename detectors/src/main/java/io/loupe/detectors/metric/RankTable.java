package io.loupe.detectors.metric;

import java.util.Arrays;

/**
 * Finds the place of any score among sorted scores in constant time: buckets of equal width, each divided again into
 * about as many as it has scores, so that scores may crowd anywhere. Should they crowd within a division too, it is
 * halved until the place is found.
 */
final class RankTable {
    private static final int ROOT_BITS = 13;
    private static final int PART = 2048; // keys whose slots and divisions stay in a core's cache
    private static final int MOST_PARTS = 1024; // each has a queue of scores in every thread

    private final int size;
    private final int[] keys; // ascending
    private final int smallest;
    private final int largest;
    private final int shift;
    private final int mask;
    private final long[] roots; // of each bucket: its first division, and by how much an offset is shifted to find one
    private final int[] firsts; // of each division: the first key that is not in a division before it
    private final short[] parts; // of each bucket

    /**
     * @param keys distinct and ascending, of finite scores, at least one; kept, not copied
     * @param size how many of them there are
     */
    RankTable(int[] keys, int size) {
        this.keys = keys;
        this.size = size;
        smallest = keys[0];
        largest = keys[size - 1];
        long range = (long) largest - smallest;
        shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(range) - ROOT_BITS);
        mask = (1 << shift) - 1;
        roots = new long[(int) (range >> shift) + 1];
        firsts = divide();
        parts = part();
    }

    /** Neighbouring buckets, until they have a part's keys. */
    private short[] part() {
        short[] found = new short[roots.length];
        int part = 0;
        int begin = 0;
        int keysInPart = Math.max(PART, size / MOST_PARTS);
        for (int bucket = 0; bucket < roots.length; bucket++) {
            int at = firsts[(int) (roots[bucket] >>> 8)];
            if (at - begin >= keysInPart) {
                part++;
                begin = at;
            }
            found[bucket] = (short) part;
        }
        return found;
    }

    private int[] divide() {
        int[] found = new int[2 * size + roots.length];
        int divisions = 0;
        int at = 0;
        for (int bucket = 0; bucket < roots.length; bucket++) {
            int end = at;
            while (end < size && keys[end] - smallest >>> shift == bucket) {
                end++;
            }
            int count = end - at;
            int bits = count < 2 ? 0 : Math.min(shift, Integer.SIZE - Integer.numberOfLeadingZeros(count));
            int part = shift - bits;
            roots[bucket] = (long) divisions << 8 | part;
            for (int division = 0; division < 1 << bits; division++) {
                while (at < end && (keys[at] - smallest & mask) >>> part < division) {
                    at++;
                }
                found[divisions++] = at;
            }
            at = end;
        }
        return Arrays.copyOf(found, divisions);
    }

    /** Number of keys. */
    int size() {
        return size;
    }

    /** How many parts the keys are in; the scores of a part are found within a small stretch of memory. */
    int parts() {
        return parts[parts.length - 1] + 1;
    }

    /** The part of a score that is not below the smallest key. */
    int part(int score) {
        return parts[Math.min(score, largest) - smallest >>> shift];
    }

    int smallest() {
        return smallest;
    }

    /** Each key with a count of 0 behind it, and at the end a key that no score reaches. */
    int[] slots() {
        int[] slots = new int[2 * size + 2];
        for (int i = 0; i < size; i++) {
            slots[2 * i] = keys[i];
        }
        slots[2 * size] = Integer.MAX_VALUE;
        return slots;
    }

    /**
     * Finds the largest keys that are not above scores. In several loops, so that the processor waits for many places in
     * memory at once instead of for one after the other.
     *
     * @param slots see {@link #slots}; a key's count lies in the same line of the cache
     * @param scores none below the smallest key; quickest if all are of one part
     * @param from index of the first score that is looked at
     * @param ranks filled with indices of keys, from the beginning
     * @param count of scores
     */
    void rank(int[] slots, int[] scores, int from, int[] ranks, int count) {
        for (int i = 0; i < count; i++) {
            int offset = Math.min(scores[from + i], largest) - smallest; // unsigned
            long root = roots[offset >>> shift];
            ranks[i] = (int) (root >>> 8) + ((offset & mask) >>> root);
        }
        for (int i = 0; i < count; i++) {
            ranks[i] = firsts[ranks[i]];
        }
        for (int i = 0; i < count; i++) {
            long above = scores[from + i] + 1L;
            int at = ranks[i];
            at += (int) (slots[2 * at] - above >>> 63); // one further if the key is not above the score; no branch
            at += (int) (slots[2 * at] - above >>> 63);
            ranks[i] = (slots[2 * at] < above ? firstAbove(at, scores[from + i]) : at) - 1;
        }
    }

    /** Index of the first key above a score, by strides that double and then halve. */
    private int firstAbove(int notAbove, int score) {
        int low = notAbove;
        int stride = 1;
        while (stride < size - low && keys[low + stride] <= score) {
            low += stride;
            stride *= 2;
        }
        int high = stride < size - low ? low + stride : size;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (keys[middle] <= score) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
