package io.loupe.detectors.efficientad;

import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;

/**
 * Sizes along one axis. An image of H pixels has ceil(H / 4) cells of four pixels; without padding the outer four of a
 * side have no output, because a receptive field would reach over the border.
 *
 * @param pixels of the resized image
 * @param margin pixels mirrored around it for teacher and student
 * @param cells outputs of teacher, student and autoencoder
 * @param frame cells around the outputs that belong to the image
 */
record Geometry(int pixels, int margin, int cells, int frame) {
    /** Half a receptive field, a whole number of cells. */
    static final int BORDER = 16;

    static final int SMALLEST = 256;

    static Geometry of(int pixels, boolean padded, Frame frame) {
        int whole = Math.ceilDiv(pixels, Pdn.STRIDE);
        int border = BORDER / Pdn.STRIDE;
        if (padded) {
            return new Geometry(pixels, 0, whole, 0);
        }
        return frame == Frame.REFLECT
                ? new Geometry(pixels, BORDER, whole, 0)
                : new Geometry(pixels, 0, whole - 2 * border, border);
    }

    /** Pixels that teacher and student see. */
    int input() {
        return pixels + 2 * margin;
    }

    /** Sizes that the autoencoder's decoder enlarges to; its last one is that of the outputs. */
    int[] enlargements() {
        return new int[] {
            pixels / 64 - 1, pixels / 32, pixels / 16 - 1, pixels / 8, pixels / 4 - 1, pixels / 2 - 1, cells
        };
    }

    /** Side of the autoencoder's bottleneck: 1 for 256 pixels. */
    int code() {
        int values = pixels;
        for (int layer = 0; layer < 5; layer++) {
            values /= 2;
        }
        return values - 7;
    }
}
