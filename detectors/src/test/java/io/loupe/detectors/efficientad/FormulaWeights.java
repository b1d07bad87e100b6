package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.util.List;
import java.util.TreeMap;

/** The weights of {@code golden_efficientad.py}. */
final class FormulaWeights {
    static final Widths TINY = new Widths(8, 12, 16, 6, 8);

    private final TreeMap<String, HostTensor> tensors = new TreeMap<>();

    /** A PDN's weights. */
    FormulaWeights pdn(String prefix, List<PdnLayer> layers, int salt) {
        for (int i = 0; i < layers.size(); i++) {
            PdnLayer layer = layers.get(i);
            conv(prefix + layer.name(), layer.weightShape(), salt + 2 * i, 1.7);
        }
        return this;
    }

    FormulaWeights autoencoder(Widths widths, int salt) {
        int first = widths.encoder();
        int code = widths.code();
        int[][] layers = {
            {3, first, 4}, {first, first, 4}, {first, code, 4}, {code, code, 4}, {code, code, 4}, {code, code, 8},
            {code, code, 4}, {code, code, 4}, {code, code, 4}, {code, code, 4}, {code, code, 4}, {code, code, 4},
            {code, code, 3}, {code, widths.features(), 3}
        };
        for (int i = 0; i < layers.length; i++) {
            String name = i < 6 ? "encoder" + (i + 1) : "decoder" + (i - 5);
            long[] shape = {layers[i][1], layers[i][0], layers[i][2], layers[i][2]};
            conv("autoencoder." + name, shape, salt + 2 * i, 2.4);
        }
        return this;
    }

    private void conv(String name, long[] shape, int salt, double scale) {
        int inputs = (int) (shape[1] * shape[2] * shape[3]);
        put(name + ".weight", salt, scale / Math.sqrt(inputs), shape);
        put(name + ".bias", salt + 1, 0.1, shape[0]);
    }

    private void put(String name, int salt, double scale, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        tensors.put(name, HostTensor.of(name, Formula.values(salt, count, scale, 0), shape));
    }

    SafeTensors stored() {
        return new SafeTensors(new TreeMap<>(), tensors);
    }

    /** A library that has these weights under any name. */
    WeightsLibrary library() {
        return name -> new Weights(name, "0".repeat(64), tensors);
    }

    /** A library with a teacher of few channels. */
    static WeightsLibrary tinyTeacher(PdnSize size) {
        return new FormulaWeights()
                .pdn("", PdnLayer.of(size, TINY, TINY.features()), 300)
                .library();
    }
}
