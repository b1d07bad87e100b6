package io.loupe.web.statistics;

/** A small stream of random numbers (SplitMix64, Steele et al., OOPSLA 2014) that is the same on every machine. */
final class Draws {
    private long state;

    Draws(long seed) {
        this.state = seed;
    }

    /** A number from 0 to {@code bound - 1}; the bias of at most bound / 2^32 is far below what a resampling can show. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
