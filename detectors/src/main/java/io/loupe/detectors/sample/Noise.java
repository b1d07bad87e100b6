package io.loupe.detectors.sample;

/** Smooth random functions of one and two coordinates with values in [-1, 1] and features of about unit size. */
final class Noise {
    private final long seed;

    Noise(long seed) {
        this.seed = Dice.mix(seed);
    }

    double at(double x) {
        long left = (long) Math.floor(x);
        double share = smooth(x - left);
        return lattice(left, 0) * (1 - share) + lattice(left + 1, 0) * share;
    }

    double at(double x, double y) {
        long left = (long) Math.floor(x);
        long top = (long) Math.floor(y);
        return at(left, smooth(x - left), smooth(y - top), top, top + 1);
    }

    /** Repeats itself when {@code y} grows by {@code period}, for textures around a ring. */
    double at(double x, double y, int period) {
        long left = (long) Math.floor(x);
        long top = (long) Math.floor(y);
        return at(
                left,
                smooth(x - left),
                smooth(y - top),
                Math.floorMod(top, (long) period),
                Math.floorMod(top + 1, (long) period));
    }

    private double at(long left, double across, double down, long first, long second) {
        double above = lattice(left, first) * (1 - across) + lattice(left + 1, first) * across;
        double below = lattice(left, second) * (1 - across) + lattice(left + 1, second) * across;
        return above * (1 - down) + below * down;
    }

    /** Three octaves, each turned so that their grids do not show. */
    double cloud(double x, double y) {
        double secondX = 1.6 * x - 1.2 * y + 17.3;
        double secondY = 1.2 * x + 1.6 * y - 5.1;
        double thirdX = 1.12 * x - 3.84 * y - 9.7;
        double thirdY = 3.84 * x + 1.12 * y + 31.9;
        return (at(0.96 * x + 0.28 * y, 0.96 * y - 0.28 * x) + 0.5 * at(secondX, secondY) + 0.25 * at(thirdX, thirdY))
                / 1.75;
    }

    /** About exp(-q) for q of at least 0, in a few multiplications. */
    static double bell(double q) {
        if (q >= 32) {
            return 0;
        }
        double power = 1 - q / 32;
        for (int i = 0; i < 5; i++) {
            power *= power;
        }
        return power;
    }

    private double lattice(long x, long y) {
        long hash = (x * 0x632be59bd9b4e019L ^ y * 0x9e3779b97f4a7c15L ^ seed) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 32)) * 0x94d049bb133111ebL;
        return (hash >> 11) * 0x1p-52;
    }

    private static double smooth(double share) {
        return share * share * (3 - 2 * share);
    }
}
