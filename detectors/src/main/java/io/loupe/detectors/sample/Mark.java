package io.loupe.detectors.sample;

/** Something on the face of the metal, in the part's frame. */
interface Mark {
    void touch(double x, double y, Surface surface);
}
