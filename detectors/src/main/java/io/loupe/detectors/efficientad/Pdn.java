package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A patch description network: each of its outputs describes a square of 33 x 33 pixels, four pixels from the next.
 * Teacher and student of EfficientAD (arXiv 2303.14535, tables 6 and 7).
 *
 * <p>Its trunk is all but the last layers with a 4 x 4 window, its tail those; their border is where sparse losses cut.
 * A whole forward pass is one call into libtorch, so what no gradient needs is freed while it runs.
 */
public final class Pdn {
    /** Pixels a side that one output sees. */
    public static final int RECEPTIVE_FIELD = 33;

    /** Pixels from one output to the next. */
    public static final int STRIDE = 4;

    private final List<PdnLayer> layers;
    private final boolean padded;
    private final Arithmetic arithmetic;
    private final List<Variable> variables = new ArrayList<>();
    private final int tailStart;
    private final ScriptFunction whole;
    private final ScriptFunction trunk;
    private final ScriptFunction tail;

    /**
     * Makes a network with 384 features' widths.
     *
     * @param parameters makes its variables, {@code <prefix>conv1.weight}, {@code <prefix>conv1.bias}, ...
     * @param outputs channels: 384 for a teacher, 768 for a student
     * @param padded whether convolutions and pools pad with zeros: outputs then cover the whole image, 64 x 64 of 256
     *     pixels, as when a teacher is distilled; else 56 x 56
     */
    public Pdn(Parameters parameters, String prefix, PdnSize size, int outputs, boolean padded, Arithmetic arithmetic) {
        this(parameters, prefix, PdnLayer.of(size, Widths.of(size), outputs), padded, arithmetic);
    }

    Pdn(Parameters parameters, String prefix, List<PdnLayer> layers, boolean padded, Arithmetic arithmetic) {
        this.layers = List.copyOf(layers);
        this.padded = padded;
        this.arithmetic = arithmetic;
        for (PdnLayer layer : layers) {
            long inputs = (long) layer.inputs() * layer.kernel() * layer.kernel();
            variables.add(parameters.uniform(prefix + layer.name() + ".weight", inputs, layer.weightShape()));
            variables.add(parameters.uniform(prefix + layer.name() + ".bias", inputs, layer.outputs()));
        }
        this.tailStart = tailStart(layers);
        this.whole = script("pdn", 0, layers.size());
        this.trunk = script("pdn_trunk", 0, tailStart);
        this.tail = script("pdn_tail", tailStart, layers.size());
    }

    /** Weights and biases, layer by layer. */
    public List<Variable> variables() {
        return List.copyOf(variables);
    }

    public int outputs() {
        return layers.getLast().outputs();
    }

    /**
     * Outputs along an axis.
     *
     * @param pixels of the image along it
     */
    public static int cells(int pixels, PdnSize size, boolean padded) {
        int values = pixels;
        for (PdnLayer layer : PdnLayer.of(size, Widths.of(size), Widths.FEATURES)) {
            values = layer.valuesAfter(values, padded);
        }
        return values;
    }

    /** The network with its variables as parameters of a scope, or as constants where nothing is recorded. */
    public Bound bind(StepScope scope) {
        List<Tensor> tensors = new ArrayList<>();
        for (Variable variable : variables.subList(0, variables.size() - 2)) {
            tensors.add(scope.parameter(variable));
        }
        return new Bound(scope, tensors);
    }

    /** A network in a scope; tensors of gradients are made once, however many passes use them. */
    public final class Bound {
        private final StepScope owner;
        private final List<Tensor> shared;

        private Bound(StepScope owner, List<Tensor> shared) {
            this.owner = owner;
            this.shared = shared;
        }

        /** All outputs. */
        public Head all() {
            return outputs(0, Pdn.this.outputs());
        }

        /** Some of the outputs, {@code from} up to but not including {@code to}; nothing is computed for others. */
        public Head outputs(int from, int to) {
            List<Tensor> tensors = new ArrayList<>(shared);
            for (Variable variable : variables.subList(variables.size() - 2, variables.size())) {
                tensors.add(owner.parameter(variable, from, to));
            }
            return new Head(tensors, to - from);
        }
    }

    /** A bound network with the outputs that are wanted; its passes run in any scope inside the binding one. */
    public final class Head {
        private final List<Tensor> tensors;
        private final int outputs;

        private Head(List<Tensor> tensors, int outputs) {
            this.tensors = tensors;
            this.outputs = outputs;
        }

        int outputs() {
            return outputs;
        }

        /**
         * The whole network.
         *
         * @param images shape (N, 3, H, W), ImageNet-normalised
         * @return features in float32, shape (N, outputs, H', W')
         */
        public Tensor features(StepScope scope, Tensor images) {
            return scope.call(whole, with(images, tensors));
        }

        /** Input of the tail, in the precision of convolutions. */
        Tensor trunk(StepScope scope, Tensor images) {
            return scope.call(trunk, with(images, tensors.subList(0, 2 * tailStart)));
        }

        /** Features, from the trunk's result. */
        Tensor tail(StepScope scope, Tensor trunk) {
            return scope.call(tail, with(trunk, tailWeights()));
        }

        List<Tensor> tailWeights() {
            return tensors.subList(2 * tailStart, tensors.size());
        }
    }

    /** Whether a layer with a window of 1 ends the tail, as in PDN-M. */
    boolean hasTwoTailLayers() {
        return layers.size() - tailStart == 2;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    static Tensor[] with(Tensor first, List<Tensor> others) {
        return Stream.concat(Stream.of(first), others.stream()).toArray(Tensor[]::new);
    }

    /** The last layer with a window of 4 x 4 begins the tail. */
    private static int tailStart(List<PdnLayer> layers) {
        int start = layers.size() - 1;
        while (layers.get(start).kernel() == 1) {
            start--;
        }
        return start;
    }

    private ScriptFunction script(String name, int from, int to) {
        Script script = new Script(arithmetic, "x");
        String x = from == 0 ? script.picture("x") : "x";
        for (PdnLayer layer : layers.subList(from, to)) {
            String weight = script.parameter(layer.name() + "_w");
            String bias = script.parameter(layer.name() + "_b");
            x = script.conv(x, weight, bias, 1, padded ? layer.padding() : 0);
            x = layer.relu() ? script.relu(x) : x;
            x = layer.pool() ? script.halve(x, padded ? 1 : 0) : x;
        }
        return script.function(name, to == layers.size() ? script.float32(x) : x);
    }
}
