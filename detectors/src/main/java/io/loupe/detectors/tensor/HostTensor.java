package io.loupe.detectors.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A float32 tensor on the host.
 *
 * @param bytes its values, little-endian, row by row, from position to limit; read-only
 */
public record HostTensor(String name, long[] shape, ByteBuffer bytes) implements TensorSource {
    public HostTensor {
        if (bytes.remaining() != elements(shape) * Float.BYTES) {
            throw new IllegalArgumentException(
                    bytes.remaining() + " bytes do not fill " + name + " " + Arrays.toString(shape));
        }
        bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static HostTensor of(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new HostTensor(name, shape, bytes);
    }

    public float[] values() {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Override
    public void get(ByteBuffer target) {
        target.put(bytes.duplicate());
    }

    /** Number of values of a shape. */
    static long elements(long[] shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
