package io.loupe.detectors.engine;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers by counter: what is drawn depends on (seed, stream, step, index) and on nothing drawn before, so a
 * training that goes on from a checkpoint draws what an uninterrupted one draws.
 *
 * <p>The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Key: the
 * seed. Counter words: block, step, and the two halves of the stream name's 64-bit FNV-1a hash.
 */
public final class CounterRandom {
    private static final double WORD = 0x1p-32;

    private final int keyLow;
    private final int keyHigh;
    private final int step;
    private final int streamLow;
    private final int streamHigh;

    /**
     * @param stream what the numbers are for, such as {@code order} or {@code init/mdn.pi}
     * @param step 0 to 2^32 - 1
     */
    public CounterRandom(long seed, String stream, long step) {
        if (step < 0 || step > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("step " + step + " does not fit 32 bits");
        }
        long hash = fnv1a(stream);
        this.keyLow = (int) seed;
        this.keyHigh = (int) (seed >>> 32);
        this.step = (int) step;
        this.streamLow = (int) hash;
        this.streamHigh = (int) (hash >>> 32);
    }

    /** {@code count} numbers, uniform in [low, high). */
    public float[] uniform(int count, float low, float high) {
        float[] values = new float[count];
        int[] words = new int[4];
        for (int i = 0; i < count; i++) {
            if (i % 4 == 0) {
                block(i / 4, words);
            }
            values[i] = low + (high - low) * ((words[i % 4] >>> 8) * 0x1p-24f);
        }
        return values;
    }

    /** {@code count} numbers, normal with mean 0, by Box and Muller's method in double precision. */
    public float[] normal(int count, double standardDeviation) {
        float[] values = new float[count];
        int[] words = new int[4];
        for (int i = 0; i < count; i += 2) {
            if (i % 4 == 0) {
                block(i / 4, words);
            }
            double open = (Integer.toUnsignedLong(words[i % 4]) + 1) * WORD;
            double angle = 2 * Math.PI * (Integer.toUnsignedLong(words[i % 4 + 1]) * WORD);
            double radius = standardDeviation * Math.sqrt(-2 * StrictMath.log(open));
            values[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < count) {
                values[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
        return values;
    }

    /** The numbers 0 to {@code size - 1} in random order (Fisher and Yates; the bias is below size / 2^32). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        int[] words = new int[4];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            block(i, words);
            int other = (int) ((Integer.toUnsignedLong(words[0]) * (i + 1)) >>> 32);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }

    private void block(int index, int[] words) {
        words[0] = index;
        words[1] = step;
        words[2] = streamLow;
        words[3] = streamHigh;
        philox(words, keyLow, keyHigh);
    }

    /** Ten rounds of Philox4x32 in place. */
    static void philox(int[] counter, int keyLow, int keyHigh) {
        int low = keyLow;
        int high = keyHigh;
        for (int round = 0; round < 10; round++) {
            long first = 0xD2511F53L * Integer.toUnsignedLong(counter[0]);
            long second = 0xCD9E8D57L * Integer.toUnsignedLong(counter[2]);
            int one = counter[1];
            int three = counter[3];
            counter[0] = (int) (second >>> 32) ^ one ^ low;
            counter[1] = (int) second;
            counter[2] = (int) (first >>> 32) ^ three ^ high;
            counter[3] = (int) first;
            low += 0x9E3779B9;
            high += 0xBB67AE85;
        }
    }

    private static long fnv1a(String text) {
        long hash = 0xCBF29CE484222325L;
        for (byte part : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (part & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }
}
