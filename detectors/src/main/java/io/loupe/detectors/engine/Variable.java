package io.loupe.detectors.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.loupe.detectors.tensor.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of float32 that lasts over steps: a weight, a moment, a running statistic. It never carries a gradient
 * itself; scopes make leaves that share its memory.
 */
public final class Variable implements TensorSource {
    /** Values copied at a time, so that no large array needs a second copy of itself outside the heap. */
    private static final int CHUNK = 1 << 20;

    private final String name;
    private final PtNDArray array;

    Variable(String name, PtNDArray array) {
        this.name = name;
        this.array = array;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long[] shape() {
        return array.getShape().getShape();
    }

    /** Number of values. */
    public int size() {
        return Math.toIntExact(array.size());
    }

    /** @param values row by row */
    public void set(float[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill " + name + " " + Arrays.toString(shape()));
        }
        ByteBuffer buffer = buffer();
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            buffer.clear().limit(count * Float.BYTES);
            buffer.asFloatBuffer().put(values, from, count);
            copyIn(buffer, from, count);
        }
    }

    /** @param source little-endian float32, row by row; read from its position to its limit */
    public void set(ByteBuffer source) {
        if (source.remaining() != size() * (long) Float.BYTES) {
            throw new IllegalArgumentException(
                    source.remaining() + " bytes do not fill " + name + " " + Arrays.toString(shape()));
        }
        ByteBuffer buffer = buffer();
        for (int from = 0; from < size(); from += CHUNK) {
            int count = Math.min(CHUNK, size() - from);
            buffer.clear();
            buffer.put(0, source, source.position() + from * Float.BYTES, count * Float.BYTES);
            buffer.limit(count * Float.BYTES);
            copyIn(buffer, from, count);
        }
    }

    @Override
    public void get(ByteBuffer target) {
        try (PtNDArray flat = JniUtils.reshape(array, new long[] {-1})) {
            for (int from = 0; from < size(); from += CHUNK) {
                int count = Math.min(CHUNK, size() - from);
                try (PtNDArray part = JniUtils.slice(flat, 0, from, from + count, 1)) {
                    target.put(part.toByteBuffer(false));
                }
            }
        }
    }

    public float[] values() {
        ByteBuffer bytes = ByteBuffer.allocate(size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        get(bytes);
        float[] values = new float[size()];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    PtNDArray array() {
        return array;
    }

    private void copyIn(ByteBuffer buffer, int from, int count) {
        try (PtNDArray flat = JniUtils.reshape(array, new long[] {-1});
                PtNDArray part = (PtNDArray) array.getManager().create(buffer, new Shape(count), DataType.FLOAT32)) {
            JniUtils.indexSet(flat, part, new long[] {from}, new long[] {from + count}, new long[] {1});
        }
    }

    private ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(Math.min(CHUNK, size()) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape());
    }
}
