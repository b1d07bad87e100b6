package io.loupe.detectors.backbone;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A cut network and its folded weights. */
final class FrozenNetwork implements Backbone {
    private final Cut cut;
    private final Map<Convolution, Folded> weights;

    private record Folded(Variable kernels, Variable bias) {}

    private FrozenNetwork(Cut cut, Map<Convolution, Folded> weights) {
        this.cut = cut;
        this.weights = weights;
    }

    static FrozenNetwork of(
            TensorRuntime runtime, Cut cut, String prefix, Function<Convolution, FoldedWeights> source) {
        Map<Convolution, Folded> weights = new LinkedHashMap<>();
        for (Convolution convolution : cut.convolutions()) {
            FoldedWeights folded = source.apply(convolution);
            String name = prefix + convolution.weight();
            weights.put(
                    convolution,
                    new Folded(
                            runtime.variable(name + ".weight", folded.kernels(), convolution.shape()),
                            runtime.variable(name + ".bias", folded.bias(), convolution.outputs())));
        }
        return new FrozenNetwork(cut, weights);
    }

    @Override
    public String name() {
        return cut.architecture().name();
    }

    @Override
    public List<String> layers() {
        return cut.wanted();
    }

    @Override
    public List<Integer> channels() {
        return cut.channels();
    }

    @Override
    public List<Tensor> features(StepScope scope, Tensor images) {
        if (images.shape().length != 4 || images.size(1) != 3) {
            throw new IllegalArgumentException(images + " is not (N, 3, H, W)");
        }
        Map<String, Tensor> outputs = new HashMap<>();
        try (StepScope quiet = scope.nestedInference()) {
            Tensor x = quiet.constant(images).channelsLast();
            int height = (int) images.size(2);
            int width = (int) images.size(3);
            Segment segment = new Segment(height, width);
            segment.scale();
            segment.convolution(cut.architecture().stem());
            if (cut.architecture().pooled()) {
                segment.pool();
            }
            for (Layer layer : cut.layers()) {
                layer.blocks().forEach(segment::block);
                if (cut.wanted().contains(layer.name())) {
                    x = run(quiet, segment, x);
                    outputs.put(layer.name(), scope.constant(x));
                    segment = new Segment(segment.height(), segment.width());
                }
            }
        }
        return cut.wanted().stream().map(outputs::get).toList();
    }

    private Tensor run(StepScope scope, Segment segment, Tensor x) {
        List<Tensor> arguments = new ArrayList<>();
        arguments.add(x);
        arguments.add(scope.tensor(floats(cut.architecture().scale()), 1, 3, 1, 1));
        arguments.add(scope.tensor(floats(cut.architecture().shift()), 1, 3, 1, 1));
        for (Convolution convolution : segment.convolutions()) {
            Folded folded = weights.get(convolution);
            arguments.add(scope.constant(folded.kernels()));
            arguments.add(scope.constant(folded.bias()));
        }
        return scope.call(segment.function(), arguments.toArray(new Tensor[0]));
    }

    @Override
    public List<Variable> weights() {
        List<Variable> variables = new ArrayList<>();
        weights.values().forEach(folded -> {
            variables.add(folded.kernels());
            variables.add(folded.bias());
        });
        return variables;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
