package io.loupe.detectors.tensor;

import java.nio.ByteBuffer;

/** A float32 tensor that can be written away. */
public interface TensorSource {
    String name();

    long[] shape();

    /** Puts all values, little-endian, row by row; moves the target's position. */
    void get(ByteBuffer target);
}
