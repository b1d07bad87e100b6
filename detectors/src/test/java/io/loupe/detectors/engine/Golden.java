package io.loupe.detectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.tensor.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Results that PyTorch computed, and how close ours must be. */
public final class Golden {
    private Golden() {}

    public static SafeTensors vtAdl(String name) {
        return read("vtadl/" + name);
    }

    /** @param name of a file under {@code golden/}, without its ending */
    public static SafeTensors read(String name) {
        try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name + ".safetensors")) {
            return SafeTensors.read(file.readAllBytes(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares every value; the tolerance is relative to the largest expected one. */
    public static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest = 1e-30;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double distance = Math.abs((double) actual[i] - expected[i]);
            difference = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.max(difference, distance);
        }
        assertThat(difference / largest)
                .as(what + ": largest relative difference")
                .isLessThanOrEqualTo(tolerance);
    }

    /** Every n-th value, as the golden files keep of large tensors. */
    public static float[] sample(float[] values) {
        return sample(values, 200);
    }

    /** About so many values, spread. */
    public static float[] sample(float[] values, int about) {
        int stride = Math.max(1, values.length / about);
        float[] sample = new float[Math.ceilDiv(values.length, stride)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values[i * stride];
        }
        return sample;
    }
}
