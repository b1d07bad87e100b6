package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The autoencoder that learns how an image's features belong together (arXiv 2303.14535, table 8): an image through a
 * bottleneck to the teacher's features. For other sizes than 256 the decoder's stages scale, as in anomalib.
 */
final class Autoencoder {
    private static final int STAGES = 6;

    private final Geometry rows;
    private final Geometry columns;
    private final int code;
    private final Arithmetic arithmetic;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Variable> resizings = new ArrayList<>();
    private final ScriptFunction training;
    private final ScriptFunction inference;

    private record Layer(String name, int inputs, int outputs, int kernel) {}

    Autoencoder(
            TensorRuntime runtime,
            Parameters parameters,
            Widths widths,
            Geometry rows,
            Geometry columns,
            Arithmetic arithmetic) {
        this.rows = rows;
        this.columns = columns;
        this.code = widths.code();
        this.arithmetic = arithmetic;
        List<Layer> layers = layers(widths);
        for (Layer layer : layers) {
            int inputs = layer.inputs() * layer.kernel() * layer.kernel();
            String name = "autoencoder." + layer.name();
            variables.add(parameters.uniform(
                    name + ".weight", inputs, layer.outputs(), layer.inputs(), layer.kernel(), layer.kernel()));
            variables.add(parameters.uniform(name + ".bias", inputs, layer.outputs()));
        }
        for (int stage = 0; stage <= STAGES; stage++) {
            int height = before(rows, stage);
            int width = before(columns, stage);
            int newHeight = rows.enlargements()[stage];
            int newWidth = columns.enlargements()[stage];
            resizings.add(runtime.variable("rows" + stage, Bilinear.matrix(height, newHeight), newHeight, height));
            resizings.add(runtime.variable("columns" + stage, Bilinear.transposed(width, newWidth), width, newWidth));
        }
        this.training = script(layers, true);
        this.inference = script(layers, false);
    }

    private static List<Layer> layers(Widths widths) {
        int first = widths.encoder();
        int code = widths.code();
        List<Layer> layers = new ArrayList<>(List.of(
                new Layer("encoder1", 3, first, 4),
                new Layer("encoder2", first, first, 4),
                new Layer("encoder3", first, code, 4),
                new Layer("encoder4", code, code, 4),
                new Layer("encoder5", code, code, 4),
                new Layer("encoder6", code, code, 8)));
        for (int stage = 1; stage <= STAGES; stage++) {
            layers.add(new Layer("decoder" + stage, code, code, 4));
        }
        layers.add(new Layer("decoder7", code, code, 3));
        layers.add(new Layer("decoder8", code, widths.features(), 3));
        return layers;
    }

    /** Values along an axis before a stage's resizing: of the bottleneck, or one more than the stage before made. */
    private static int before(Geometry axis, int stage) {
        return stage == 0 ? axis.code() : axis.enlargements()[stage - 1] + 1;
    }

    List<Variable> variables() {
        return List.copyOf(variables);
    }

    /** Values of one image that dropout decides about. */
    int dropoutSize() {
        int size = 0;
        for (int stage = 1; stage <= STAGES; stage++) {
            size += stageSize(stage);
        }
        return size;
    }

    private int stageSize(int stage) {
        return code * before(rows, stage) * before(columns, stage);
    }

    /**
     * A training pass.
     *
     * @param images shape (N, 3, H, W), ImageNet-normalised
     * @param dropout factors, shape (N, {@link #dropoutSize()}): 0 drops
     * @return shape (N, features, cells, cells)
     */
    Tensor features(StepScope scope, Tensor images, Tensor dropout) {
        Tensor[] first = {images, dropout};
        return scope.call(
                training, Stream.concat(Stream.of(first), bound(scope)).toArray(Tensor[]::new));
    }

    /** A pass without dropout; shapes as above. */
    Tensor features(StepScope scope, Tensor images) {
        return scope.call(
                inference, Stream.concat(Stream.of(images), bound(scope)).toArray(Tensor[]::new));
    }

    private Stream<Tensor> bound(StepScope scope) {
        return Stream.concat(
                variables.stream().map(scope::parameter), resizings.stream().map(scope::constant));
    }

    private ScriptFunction script(List<Layer> layers, boolean dropout) {
        Script script = dropout ? new Script(arithmetic, "x", "dropout") : new Script(arithmetic, "x");
        List<String> weights = new ArrayList<>();
        for (Layer layer : layers) {
            weights.add(script.narrowed(script.parameter(layer.name() + "_w")));
            weights.add(script.narrowed(script.parameter(layer.name() + "_b")));
        }
        List<String> matrices = new ArrayList<>();
        for (int stage = 0; stage <= STAGES; stage++) {
            matrices.add(script.narrowed(script.parameter("rows" + stage)));
            matrices.add(script.narrowed(script.parameter("columns" + stage)));
        }
        String x = script.laidOut("x");
        int layer = 0;
        for (; layer < 5; layer++) {
            x = script.relu(conv(script, x, weights, layer, 2, 1));
        }
        x = conv(script, x, weights, layer++, 1, 0);
        int dropped = 0;
        for (int stage = 0; stage <= STAGES; stage++, layer++) {
            x = script.let(
                    "torch.matmul(%s, torch.matmul(%s, %s))", matrices.get(2 * stage), x, matrices.get(2 * stage + 1));
            // No matrix product follows the last resizing, and losses want the layout of the other networks.
            x = stage < STAGES ? x : script.laidOut(x);
            x = script.relu(conv(script, x, weights, layer, 1, stage < STAGES ? 2 : 1));
            if (dropout && stage < STAGES) {
                int size = stageSize(stage + 1);
                x = drop(script, x, dropped, dropped + size, stage + 1);
                dropped += size;
            }
        }
        return script.function("autoencoder", script.float32(conv(script, x, weights, layer, 1, 1)));
    }

    private static String conv(Script script, String x, List<String> weights, int layer, int stride, int padding) {
        return script.conv(x, weights.get(2 * layer), weights.get(2 * layer + 1), stride, padding);
    }

    private String drop(Script script, String x, int from, int to, int stage) {
        String factors = script.let(
                "torch.reshape(torch.slice(dropout, 1, %d, %d, 1), [-1, %d, %d, %d])",
                from, to, code, before(rows, stage), before(columns, stage));
        return script.let("torch.mul(%s, %s)", x, script.narrowed(factors));
    }
}
