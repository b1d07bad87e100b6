package io.loupe.detectors.sample;

/** What marks on the metal do to one pixel; used again for every pixel of a row. */
final class Surface {
    /** Slope of the surface, rise per pixel. */
    double slopeX;

    double slopeY;
    /** Factor of the reflected light, per colour. */
    double red;

    double green;
    double blue;
    /** Light added whatever comes from the lamps, such as a glint. */
    double glint;
    /** How much of a mark is on this pixel, 0 to 1. */
    double marked;

    /** Whether the pixel belongs to the fault even if it looks as it should, as the middle of a dent may. */
    boolean inside;

    void clear() {
        slopeX = 0;
        slopeY = 0;
        red = 1;
        green = 1;
        blue = 1;
        glint = 0;
        marked = 0;
        inside = false;
    }

    void mark(double amount) {
        marked = Math.max(marked, amount);
    }
}
