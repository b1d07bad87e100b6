package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.ScriptFunction.Result;
import java.util.ArrayList;
import java.util.List;

/** Writes the text of what networks do for libtorch, there and back, one operation a line. */
final class Script {
    private static final String FLOAT32 = "6";
    private static final String BFLOAT16 = "15";

    private final Arithmetic arithmetic;
    private final List<String> parameters = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private int names;

    /** @param inputs names of the first parameters, which stay as they are */
    Script(Arithmetic arithmetic, String... inputs) {
        this.arithmetic = arithmetic;
        parameters.addAll(List.of(inputs));
    }

    /** One more parameter, as it stays. */
    String parameter(String name) {
        parameters.add(name);
        return name;
    }

    /** Any tensor in the precision of convolutions. */
    String narrowed(String x) {
        return arithmetic.bfloat16() ? let("torch.to(%s, %s)", x, BFLOAT16) : x;
    }

    /** Images, or a convolution's weights, as convolutions want them. */
    String laidOut(String x) {
        if (!arithmetic.channelsLast()) {
            return narrowed(x);
        }
        return arithmetic.bfloat16()
                ? let("torch.to(%s, %s, False, False, 2)", x, BFLOAT16)
                : let("torch.contiguous(%s, memory_format=2)", x);
    }

    String float32(String x) {
        return arithmetic.bfloat16() ? let("torch.to(%s, %s)", x, FLOAT32) : x;
    }

    String conv(String x, String weight, String bias, int stride, int padding) {
        return let(
                "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)",
                x, weight, bias, stride, stride, padding, padding);
    }

    /** A layer's convolution, and its ReLU. */
    String convolved(PdnLayer layer, boolean padded, String x, String weight, String bias) {
        int padding = padded ? layer.padding() : 0;
        if (layer.relu() && arithmetic.mergedRelu()) {
            return let(
                    "ops.mkldnn._convolution_pointwise(%s, %s, %s, [%d, %d], [1, 1], [1, 1], 1, \"relu\","
                            + " annotate(List[Optional[number]], []), \"\")",
                    x, weight, bias, padding, padding);
        }
        String y = conv(x, weight, bias, 1, padding);
        return layer.relu() ? relu(y) : y;
    }

    /** In place: neither convolution needs its result for a gradient. */
    String relu(String x) {
        return let("torch.relu_(%s)", x);
    }

    String halve(String x, int padding) {
        return let("torch.avg_pool2d(%s, [2, 2], [2, 2], [%d, %d], False, True, None)", x, padding, padding);
    }

    /** A new name for an expression. */
    String let(String expression, Object... arguments) {
        String name = "v" + names++;
        body.append(name).append(" = ").append(expression.formatted(arguments)).append('\n');
        return name;
    }

    /** Any statement. */
    void line(String statement, Object... arguments) {
        body.append(statement.formatted(arguments)).append('\n');
    }

    ScriptFunction function(String name, String result) {
        return function(name, result, Result.TENSOR);
    }

    ScriptFunction function(String name, String result, Result type) {
        return new ScriptFunction(name, parameters, body + "return " + result, type);
    }
}
