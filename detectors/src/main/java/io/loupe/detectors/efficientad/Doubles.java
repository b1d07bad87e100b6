package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;

/** Float64 numbers in a file of float32: each as three numbers whose sum it is, to the last bit. */
final class Doubles {
    private static final int PARTS = 3;

    private Doubles() {}

    /** Shape (3, count). */
    static HostTensor store(String name, double[] values) {
        float[] parts = new float[PARTS * values.length];
        for (int i = 0; i < values.length; i++) {
            double rest = values[i];
            for (int part = 0; part < PARTS; part++) {
                float head = (float) rest;
                parts[part * values.length + i] = head;
                rest -= head;
            }
        }
        return HostTensor.of(name, parts, PARTS, values.length);
    }

    /** @throws DetectorException with {@code DATA} if there is no such tensor of that many numbers */
    static double[] read(SafeTensors stored, String name, int count) {
        HostTensor tensor = stored.tensors().get(name);
        if (tensor == null || tensor.values().length != PARTS * count) {
            throw new DetectorException(
                    Kind.DATA,
                    "the checkpoint has " + (tensor == null ? "nothing" : tensor) + " where " + count
                            + " numbers are needed",
                    name,
                    "go back to an earlier checkpoint");
        }
        float[] parts = tensor.values();
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (double) parts[i] + parts[count + i] + parts[2 * count + i];
        }
        return values;
    }
}
