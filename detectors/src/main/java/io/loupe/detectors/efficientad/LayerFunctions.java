package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.ScriptFunction.Result;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a patch description network as functions of libtorch, there and back. What libtorch records by itself goes
 * through memory more often than the gradients need: where convolutions are fast, its pass takes half as long again.
 *
 * @param convolved {@code (x, weight, bias)} to the convolution's outputs, behind the ReLU if there is one
 * @param halved those to averages of 2 x 2
 * @param activation {@code (gradient, given)}, where {@code given} is what {@code convolved} gave, to the gradient of the
 *     convolution's outputs; overwrites what it is given
 * @param convolution {@code (gradient, x, weight)} to the gradients of x, weight and bias; the first layer has none of x
 */
record LayerFunctions(
        ScriptFunction convolved,
        Optional<ScriptFunction> halved,
        Optional<ScriptFunction> activation,
        ScriptFunction convolution) {
    private static final String RELU = "return torch.threshold_backward(gradient, given, 0, grad_input=gradient)";

    private static final String POOL = """
            wide = torch.avg_pool2d_backward(gradient, given, [2, 2], [2, 2], [%d, %d], False, True, None)
            return torch.threshold_backward(wide, given, 0, grad_input=wide)
            """;

    /** An average's gradient meets its four pixels at once, and goes where they are. */
    private static final String POOL_IN_PLACE = """
            cells = torch.permute(torch.mul_(gradient, 0.25), [0, 2, 3, 1])
            n = torch.size(cells, 0)
            h = torch.size(cells, 1)
            w = torch.size(cells, 2)
            c = torch.size(cells, 3)
            spread = torch.expand(torch.reshape(cells, [n, h, 1, w, 1, c]), [n, h, 2, w, 2, c])
            pixels = torch.view(torch.permute(given, [0, 2, 3, 1]), [n, h, 2, w, 2, c])
            written = torch.threshold_backward(spread, pixels, 0, grad_input=pixels)
            return torch.permute(torch.view(written, [n, 2 * h, 2 * w, c]), [0, 3, 1, 2])
            """;

    static LayerFunctions of(PdnLayer layer, boolean padded, Arithmetic arithmetic) {
        Script forward = new Script(arithmetic, "x", "weight", "bias");
        Script pool = new Script(arithmetic, "x");
        return new LayerFunctions(
                forward.function(layer.name(), forward.convolved(layer, padded, "x", "weight", "bias")),
                layer.pool()
                        ? Optional.of(pool.function(layer.name() + "_pool", pool.halve("x", padded ? 1 : 0)))
                        : Optional.empty(),
                layer.relu() ? Optional.of(activation(layer, padded, arithmetic)) : Optional.empty(),
                convolution(layer, padded, arithmetic));
    }

    private static ScriptFunction activation(PdnLayer layer, boolean padded, Arithmetic arithmetic) {
        String body = layer.pool() ? throughPool(padded, arithmetic) : RELU;
        return new ScriptFunction(layer.name() + "_activation", List.of("gradient", "given"), body);
    }

    private static String throughPool(boolean padded, Arithmetic arithmetic) {
        // The averages of an unpadded network take in all pixels, four each.
        return arithmetic.channelsLast() && !padded ? POOL_IN_PLACE : POOL.formatted(padded ? 1 : 0, padded ? 1 : 0);
    }

    private static ScriptFunction convolution(PdnLayer layer, boolean padded, Arithmetic arithmetic) {
        boolean first = layer.inputs() == PdnLayer.COLOURS;
        int padding = padded ? layer.padding() : 0;
        Script script = new Script(arithmetic, "gradient", "x", "weight");
        script.line(
                "dx, dw, db, = torch.convolution_backward(%s, x, weight, [torch.size(weight, 0)], [1, 1], [%d, %d],"
                        + " [1, 1], False, [0, 0], 1, [%s, True, True])",
                script.narrowed("gradient"), padding, padding, first ? "False" : "True");
        return script.function(layer.name() + "_gradients", first ? "[dw, db]" : "[dx, dw, db]", Result.LIST);
    }
}
