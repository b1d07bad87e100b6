package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.ScriptFunction.Result;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a patch description network as functions of libtorch, there and back. What libtorch records by itself goes
 * through memory more often than the gradients need.
 *
 * @param convolved {@code (x, weight, bias)} to the convolution's outputs, behind the ReLU if there is one
 * @param halved those to averages of 2 x 2
 * @param backToConvolution {@code (gradient, outputs)}, where {@code outputs} is what {@code convolved} gave, to the
 *     gradient of the convolution: back through the pool, if there is one, and the ReLU; may overwrite both
 * @param backToInput {@code (gradient, x, weight)} to the gradients of x, weight and bias; the first layer has none of x
 */
record LayerFunctions(
        ScriptFunction convolved,
        Optional<ScriptFunction> halved,
        Optional<ScriptFunction> backToConvolution,
        ScriptFunction backToInput) {
    private static final String RELU = "return torch.threshold_backward(gradient, outputs, 0, grad_input=gradient)";

    private static final String POOL = """
            wide = torch.avg_pool2d_backward(gradient, outputs, [2, 2], [2, 2], [%d, %d], False, True, None)
            return torch.threshold_backward(wide, outputs, 0, grad_input=wide)
            """;

    /** An average's gradient meets its four pixels at once, and goes where they are. */
    private static final String POOL_IN_PLACE = """
            cells = torch.permute(torch.mul_(gradient, 0.25), [0, 2, 3, 1])
            n = torch.size(cells, 0)
            h = torch.size(cells, 1)
            w = torch.size(cells, 2)
            c = torch.size(cells, 3)
            spread = torch.expand(torch.reshape(cells, [n, h, 1, w, 1, c]), [n, h, 2, w, 2, c])
            pixels = torch.view(torch.permute(outputs, [0, 2, 3, 1]), [n, h, 2, w, 2, c])
            written = torch.threshold_backward(spread, pixels, 0, grad_input=pixels)
            return torch.permute(torch.view(written, [n, 2 * h, 2 * w, c]), [0, 3, 1, 2])
            """;

    /** @param first whether what it sees are images, which have no gradient */
    static LayerFunctions of(PdnLayer layer, boolean first, boolean padded, Arithmetic arithmetic) {
        Script forward = new Script(arithmetic, "x", "weight", "bias");
        Script pool = new Script(arithmetic, "x");
        return new LayerFunctions(
                forward.function(layer.name(), forward.convolved(layer, padded, "x", "weight", "bias")),
                layer.pool()
                        ? Optional.of(pool.function(layer.name() + "_pool", pool.halve("x", padded ? 1 : 0)))
                        : Optional.empty(),
                layer.relu() ? Optional.of(backToConvolution(layer, padded, arithmetic)) : Optional.empty(),
                backToInput(layer, first, padded, arithmetic));
    }

    private static ScriptFunction backToConvolution(PdnLayer layer, boolean padded, Arithmetic arithmetic) {
        String body = layer.pool() ? throughPool(padded, arithmetic) : RELU;
        return new ScriptFunction(layer.name() + "_back_to_convolution", List.of("gradient", "outputs"), body);
    }

    private static String throughPool(boolean padded, Arithmetic arithmetic) {
        // The averages of an unpadded network take in all pixels, four each.
        return arithmetic.channelsLast() && !padded ? POOL_IN_PLACE : POOL.formatted(padded ? 1 : 0, padded ? 1 : 0);
    }

    private static ScriptFunction backToInput(PdnLayer layer, boolean first, boolean padded, Arithmetic arithmetic) {
        Script script = new Script(arithmetic, "gradient", "x", "weight");
        String gradient = script.narrowed("gradient");
        int padding = padded ? layer.padding() : 0;
        if (padding == 0) {
            script.line(
                    "dx, dw, db, = " + gradients(gradient, "x", 0, first ? "False, True, True" : "True, True, True"));
        } else {
            // Zeros that the convolution itself imagines around x make the weights' gradient take up to ten times as
            // long.
            String surrounded =
                    script.let("torch.constant_pad_nd(x, [%d, %d, %d, %d], 0)", padding, padding, padding, padding);
            script.line("_0, dw, db, = " + gradients(gradient, surrounded, 0, "False, True, True"));
            if (!first) {
                script.line("dx, _1, _2, = " + gradients(gradient, "x", padding, "True, False, False"));
            }
        }
        return script.function(layer.name() + "_back_to_input", first ? "[dw, db]" : "[dx, dw, db]", Result.LIST);
    }

    private static String gradients(String gradient, String x, int padding, String wanted) {
        return ("torch.convolution_backward(%s, %s, weight, [torch.size(weight, 0)], [1, 1], [%d, %d], [1, 1], False,"
                        + " [0, 0], 1, [%s])")
                .formatted(gradient, x, padding, padding, wanted);
    }
}
