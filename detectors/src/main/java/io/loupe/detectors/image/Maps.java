package io.loupe.detectors.image;

import io.loupe.detectors.AnomalyMap;

/** Resizes and smooths score maps, in floating point. */
public final class Maps {
    /** Which points of two grids lie on each other. */
    public enum Alignment {
        /** The outer edges: pixel centres at (i + 0.5) / size. PyTorch's {@code align_corners=False}. */
        EDGES,
        /** The centres of the corner pixels. PyTorch's {@code align_corners=True}. */
        CORNERS
    }

    private Maps() {}

    /** Bilinear, aligned at the edges, without antialias: how maps are brought to the size of their image. */
    public static AnomalyMap resize(AnomalyMap map, int width, int height) {
        return resize(map, width, height, Alignment.EDGES);
    }

    /**
     * Bilinear without antialias; equals PyTorch's {@code interpolate(mode="bilinear")} up to rounding.
     *
     * @param width new width in pixels
     * @param height new height in pixels
     */
    public static AnomalyMap resize(AnomalyMap map, int width, int height, Alignment alignment) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("cannot resize a map to " + width + " x " + height + " pixels");
        }
        float[] old = map.values();
        float[] values = new float[width * height];
        Line columns = Line.of(map.width(), width, alignment);
        Line rows = Line.of(map.height(), height, alignment);
        double[][] widened = new double[map.height()][]; // each old row once, at the new width
        for (int y = 0; y < height; y++) {
            int upper = rows.lower[y];
            int lower = rows.upper[y];
            for (int row = upper; row <= lower; row++) {
                if (widened[row] == null) {
                    widened[row] = widen(old, row * map.width(), columns);
                }
            }
            blend(widened[upper], widened[lower], rows.share[y], values, y * width);
            if (upper > 0) {
                widened[upper - 1] = null;
            }
        }
        return new AnomalyMap(width, height, values);
    }

    /**
     * Smooths with a Gaussian as {@code scipy.ndimage.gaussian_filter(map, sigma)} does: truncated at four sigma, the
     * map mirrored at its borders, the edge pixel repeated.
     *
     * @param sigma standard deviation in pixels, above 0
     */
    public static AnomalyMap gaussian(AnomalyMap map, double sigma) {
        return GaussianFilter.apply(map, sigma);
    }

    private static double[] widen(float[] old, int row, Line columns) {
        double[] wide = new double[columns.share.length];
        for (int x = 0; x < wide.length; x++) {
            wide[x] = between(old[row + columns.lower[x]], old[row + columns.upper[x]], columns.share[x]);
        }
        return wide;
    }

    private static void blend(double[] above, double[] below, double down, float[] values, int offset) {
        for (int x = 0; x < above.length; x++) {
            values[offset + x] = (float) between(above[x], below[x], down);
        }
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Line(int[] lower, int[] upper, double[] share) {
        static Line of(int oldSize, int newSize, Alignment alignment) {
            int[] lower = new int[newSize];
            int[] upper = new int[newSize];
            double[] share = new double[newSize];
            for (int i = 0; i < newSize; i++) {
                double at =
                        switch (alignment) {
                            case EDGES -> Math.max(0, (i + 0.5) * oldSize / newSize - 0.5);
                            case CORNERS -> newSize == 1 ? 0 : (double) i * (oldSize - 1) / (newSize - 1);
                        };
                lower[i] = Math.min((int) at, oldSize - 1);
                upper[i] = Math.min(lower[i] + 1, oldSize - 1);
                share[i] = at - lower[i];
            }
            return new Line(lower, upper, share);
        }
    }
}
