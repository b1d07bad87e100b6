package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A patch description network: each of its outputs describes a square of 33 x 33 pixels, four pixels from the next.
 * Teacher and student of EfficientAD (arXiv 2303.14535, tables 6 and 7).
 *
 * <p>Its trunk is all but the last layers with a 4 x 4 window, its tail those; their border is where sparse losses cut.
 * A forward pass from which nothing is learnt is one call into libtorch, so that what is not needed any more is freed while
 * it runs.
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
    private final List<LayerFunctions> functions = new ArrayList<>();
    private final ScriptFunction whole;
    private final ScriptFunction laidOut;
    private final ScriptFunction narrowed;
    private final ScriptFunction float32;

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
        this.arithmetic = arithmetic.on(parameters.runtime());
        for (PdnLayer layer : layers) {
            long inputs = (long) layer.inputs() * layer.kernel() * layer.kernel();
            variables.add(parameters.uniform(prefix + layer.name() + ".weight", inputs, layer.weightShape()));
            variables.add(parameters.uniform(prefix + layer.name() + ".bias", inputs, layer.outputs()));
        }
        this.tailStart = tailStart(layers);
        for (PdnLayer layer : layers) {
            functions.add(LayerFunctions.of(layer, functions.isEmpty(), padded, this.arithmetic));
        }
        this.whole = whole();
        this.laidOut = conversion("laid_out", script -> script.laidOut("x"));
        this.narrowed = conversion("narrowed", script -> script.narrowed("x"));
        this.float32 = conversion("float32", script -> script.float32("x"));
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
        return cells(pixels, PdnLayer.of(size, Widths.of(size), Widths.FEATURES), padded);
    }

    private static int cells(int pixels, List<PdnLayer> layers, boolean padded) {
        int values = pixels;
        for (PdnLayer layer : layers) {
            values = layer.valuesAfter(values, padded);
        }
        return values;
    }

    /** The network with its weights as convolutions want them, which a scope makes once for all its passes. */
    public Bound bind(StepScope scope) {
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (int layer = 0; layer < layers.size() - 1; layer++) {
            weights.add(scope.call(laidOut, scope.constant(weightVariable(layer))));
            biases.add(scope.call(narrowed, scope.constant(biasVariable(layer))));
        }
        return new Bound(scope, weights, biases);
    }

    private Variable weightVariable(int layer) {
        return variables.get(2 * layer);
    }

    private Variable biasVariable(int layer) {
        return variables.get(2 * layer + 1);
    }

    /** A network in a scope. */
    public final class Bound {
        private final StepScope owner;
        private final List<Tensor> weights;
        private final List<Tensor> biases;

        private Bound(StepScope owner, List<Tensor> weights, List<Tensor> biases) {
            this.owner = owner;
            this.weights = weights;
            this.biases = biases;
        }

        /** All outputs. */
        public Head all() {
            return outputs(0, Pdn.this.outputs());
        }

        /** Some of the outputs, {@code from} up to but not including {@code to}; nothing is computed for others. */
        public Head outputs(int from, int to) {
            int last = layers.size() - 1;
            List<Tensor> allWeights = new ArrayList<>(weights);
            List<Tensor> allBiases = new ArrayList<>(biases);
            allWeights.add(owner.call(laidOut, owner.constant(weightVariable(last), from, to)));
            allBiases.add(owner.call(narrowed, owner.constant(biasVariable(last), from, to)));
            return new Head(owner, allWeights, allBiases, from, to);
        }
    }

    /** A bound network with the outputs that are wanted; its passes run in any scope for as long as the binding one is open. */
    public final class Head {
        private final StepScope owner;
        private final List<Tensor> weights;
        private final List<Tensor> biases;
        private final int from;
        private final int to;

        private Head(StepScope owner, List<Tensor> weights, List<Tensor> biases, int from, int to) {
            this.owner = owner;
            this.weights = weights;
            this.biases = biases;
            this.from = from;
            this.to = to;
        }

        /**
         * The whole network, when nothing is to be learnt.
         *
         * @param images shape (N, 3, H, W), ImageNet-normalised
         * @return features in float32, shape (N, outputs, H', W')
         */
        public Tensor features(StepScope scope, Tensor images) {
            List<Tensor> arguments = new ArrayList<>(List.of(picture(scope, images)));
            arguments.addAll(weights);
            arguments.addAll(biases);
            return scope.call(whole, arguments.toArray(Tensor[]::new));
        }

        /** The whole network, when it learns; images as above. */
        public PdnPass pass(StepScope scope, Tensor images) {
            return new PdnPass(this, scope, images, layers.size());
        }

        /** All but the tail, when it learns; its output is in the precision of convolutions. */
        PdnPass trunkPass(StepScope scope, Tensor images) {
            return new PdnPass(this, scope, images, tailStart);
        }

        /** Weight and bias of each of the tail's layers, cut: the gradients that reach them are a scope's. */
        List<Tensor> cutTail(StepScope scope) {
            List<Tensor> cut = new ArrayList<>();
            for (int layer = tailStart; layer < layers.size(); layer++) {
                cut.add(scope.cut(weights.get(layer)));
                cut.add(scope.cut(biases.get(layer)));
            }
            return cut;
        }

        /** Adds what reached the tail's cuts. */
        void addTailGradients(StepScope scope, List<Tensor> cut) {
            for (int i = 0; i < cut.size(); i += 2) {
                addGradients(tailStart + i / 2, scope.gradientAt(cut.get(i)), scope.gradientAt(cut.get(i + 1)));
            }
        }

        /** Adds to a layer's gradients. */
        void addGradients(int layer, Tensor weight, Tensor bias) {
            boolean last = layer == layers.size() - 1;
            int rows = layers.get(layer).outputs();
            owner.addGradient(weightVariable(layer), last ? from : 0, last ? to : rows, weight);
            owner.addGradient(biasVariable(layer), last ? from : 0, last ? to : rows, bias);
        }

        /** The pixels that some output sees, as convolutions want them. */
        Tensor picture(StepScope scope, Tensor images) {
            return scope.call(laidOut, padded ? images : seen(seen(images, 2), 3));
        }

        Tensor float32(StepScope scope, Tensor x) {
            return scope.call(float32, x);
        }

        int layers() {
            return layers.size();
        }

        LayerFunctions functions(int layer) {
            return functions.get(layer);
        }

        Tensor weight(int layer) {
            return weights.get(layer);
        }

        Tensor bias(int layer) {
            return biases.get(layer);
        }
    }

    /** Without padding the last pixels of an axis may be in no output's receptive field. */
    private Tensor seen(Tensor images, int axis) {
        int cells = cells(Math.toIntExact(images.size(axis)), layers, false);
        return images.slice(axis, 0, (cells - 1L) * STRIDE + RECEPTIVE_FIELD);
    }

    /** Whether a layer with a window of 1 ends the tail, as in PDN-M. */
    boolean hasTwoTailLayers() {
        return layers.size() - tailStart == 2;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    /** The last layer with a window of 4 x 4 begins the tail. */
    private static int tailStart(List<PdnLayer> layers) {
        int start = layers.size() - 1;
        while (layers.get(start).kernel() == 1) {
            start--;
        }
        return start;
    }

    private ScriptFunction whole() {
        Script script = new Script(arithmetic, "x");
        layers.forEach(layer -> script.parameter(layer.name() + "_w"));
        layers.forEach(layer -> script.parameter(layer.name() + "_b"));
        String x = "x";
        for (PdnLayer layer : layers) {
            x = script.convolved(layer, padded, x, layer.name() + "_w", layer.name() + "_b");
            x = layer.pool() ? script.halve(x, padded ? 1 : 0) : x;
        }
        return script.function("pdn", script.float32(x));
    }

    private ScriptFunction conversion(String name, Function<Script, String> conversion) {
        Script script = new Script(arithmetic, "x");
        return script.function(name, conversion.apply(script));
    }
}
