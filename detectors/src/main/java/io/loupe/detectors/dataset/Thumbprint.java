package io.loupe.detectors.dataset;

import io.loupe.detectors.image.FloatImage;

/**
 * A picture made small, to compare it with others: {@value #SIDE} x {@value #SIDE} means in grey, and a difference hash
 * of it (each bit says whether a pixel of 9 x 8 is brighter than its right neighbour).
 */
final class Thumbprint {
    static final int SIDE = 32;

    private static final int COLUMNS = 9;
    private static final int ROWS = 8;
    private static final float[] GREY = {0.299f, 0.587f, 0.114f}; // ITU-R BT.601

    /** Of what is not compared. */
    static final Thumbprint NONE = new Thumbprint(new byte[SIDE * SIDE], 0, 0, false);

    private final byte[] grey;
    private final long hash;
    private final float mean;
    private final boolean flat;

    private Thumbprint(byte[] grey, long hash, float mean, boolean flat) {
        this.grey = grey;
        this.hash = hash;
        this.mean = mean;
        this.flat = flat;
    }

    static Thumbprint of(FloatImage image) {
        float[] small = means(image, SIDE, SIDE);
        float[] tiny = means(image, COLUMNS, ROWS);
        byte[] grey = new byte[small.length];
        double sum = 0;
        for (int i = 0; i < small.length; i++) {
            grey[i] = (byte) Math.round(small[i] * 255);
            sum += small[i];
        }
        long hash = 0;
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x + 1 < COLUMNS; x++) {
                hash = hash << 1 | (tiny[y * COLUMNS + x] > tiny[y * COLUMNS + x + 1] ? 1 : 0);
            }
        }
        return new Thumbprint(grey, hash, (float) (sum / small.length), isFlat(image));
    }

    /** Mean brightness, 0 to 1. */
    float mean() {
        return mean;
    }

    /** Whether every pixel has the same value. */
    boolean flat() {
        return flat;
    }

    /** Bits in which the hashes differ, 0 to 64. */
    int bitsFrom(Thumbprint other) {
        return Long.bitCount(hash ^ other.hash);
    }

    /** Mean difference of the small pictures, in grey levels of 255. */
    double levelsFrom(Thumbprint other) {
        int sum = 0;
        for (int i = 0; i < grey.length; i++) {
            sum += Math.abs((grey[i] & 0xff) - (other.grey[i] & 0xff));
        }
        return (double) sum / grey.length;
    }

    /** Means over the pixels that fall into each place; of a smaller picture, pixels are repeated. */
    private static float[] means(FloatImage image, int columns, int rows) {
        float[] means = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            int top = row * image.height() / rows;
            int bottom = Math.max(top + 1, (row + 1) * image.height() / rows);
            for (int column = 0; column < columns; column++) {
                int left = column * image.width() / columns;
                int right = Math.max(left + 1, (column + 1) * image.width() / columns);
                double sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += grey(image, x, y);
                    }
                }
                means[row * columns + column] = (float) (sum / ((long) (bottom - top) * (right - left)));
            }
        }
        return means;
    }

    private static float grey(FloatImage image, int x, int y) {
        return image.channels() == 1
                ? image.at(0, x, y)
                : GREY[0] * image.at(0, x, y) + GREY[1] * image.at(1, x, y) + GREY[2] * image.at(2, x, y);
    }

    private static boolean isFlat(FloatImage image) {
        int plane = image.width() * image.height();
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int i = 1; i < plane; i++) {
                if (image.values()[channel * plane + i] != image.values()[channel * plane]) {
                    return false;
                }
            }
        }
        return true;
    }
}
