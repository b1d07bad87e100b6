package io.loupe.detectors.sample;

/** SplitMix64: a small random stream whose numbers are the same in every Java version. */
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** A stream for one purpose; streams of different numbers are unrelated. */
    static Dice of(long seed, long... numbers) {
        long mixed = mix(seed);
        for (long number : numbers) {
            mixed = mix(mixed ^ mix(number + 1));
        }
        return new Dice(mixed);
    }

    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    long next() {
        long value = mix(state);
        state += 0x9e3779b97f4a7c15L;
        return value;
    }

    /** Uniform in [from, to). */
    double between(double from, double to) {
        return from + (to - from) * (next() >>> 11) * 0x1p-53;
    }

    /** Uniform among 0 ... count - 1. */
    int below(int count) {
        return (int) between(0, count);
    }

    double angle() {
        return between(0, 2 * StrictMath.PI);
    }

    /** About normal, mean 0 and deviation 1: the sum of four uniform 16-bit numbers. */
    double normal() {
        long bits = next();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 2 * 65535.0) / 37837.0;
    }
}
