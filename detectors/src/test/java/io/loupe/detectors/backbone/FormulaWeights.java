package io.loupe.detectors.backbone;

import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.tensor.HostTensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The weights of {@code golden_backbones.py}: formulas of their tensor's name, one convolution at a time. */
final class FormulaWeights {
    private FormulaWeights() {}

    static Map<String, HostTensor> of(Convolution convolution) {
        Map<String, HostTensor> tensors = new TreeMap<>();
        put(tensors, convolution.weight() + ".weight", convolution.shape());
        for (String suffix : new String[] {".weight", ".bias", ".running_mean", ".running_var"}) {
            put(tensors, convolution.norm() + suffix, convolution.outputs());
        }
        return tensors;
    }

    private static void put(Map<String, HostTensor> tensors, String name, long... shape) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        long salt = crc.getValue() % 65521;
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values;
        if (name.endsWith("running_mean")) {
            values = Formula.values(salt, count, 0.2, 0);
        } else if (name.endsWith("running_var")) {
            values = Formula.values(salt, count, 0.4, 0.6);
        } else if (shape.length == 4) {
            values = Formula.values(salt, count, Math.sqrt(3.0 / (shape[1] * shape[2] * shape[3])), 0);
        } else if (name.endsWith("weight")) {
            values = Formula.values(salt, count, 0.3, 1);
        } else {
            values = Formula.values(salt, count, 0.2, 0);
        }
        tensors.put(name, HostTensor.of(name, values, shape));
    }
}
