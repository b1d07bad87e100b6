package io.loupe.detectors.backbone;

import io.loupe.detectors.engine.ScriptFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a piece of a network as one function of libtorch, for one size of input. Inside it, what is no longer needed is
 * freed at once, and activations are applied in place. A runtime keeps each function it has called, so images of few
 * different sizes are better than of many.
 */
final class Segment {
    private final StringBuilder body = new StringBuilder();
    private final List<Convolution> convolutions = new ArrayList<>();
    private int height;
    private int width;
    private int values;

    /** @param height and width of the input */
    Segment(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /** Brings pixels to the range that the network was trained on. */
    void scale() {
        body.append("x = torch.add(torch.mul(x, scale), shift)\n");
    }

    void convolution(Convolution convolution) {
        line("x", convolution.activation().of(convolved(convolution, "x", height, width)));
        shrink(convolution);
    }

    void pool() {
        body.append("x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)\n");
        height = (height - 1) / 2 + 1;
        width = (width - 1) / 2 + 1;
    }

    void block(Block block) {
        if (!block.joined()) {
            block.path().forEach(this::convolution);
            return;
        }
        String input = "input" + values++;
        line(input, "x");
        String added = block.shortcut()
                .map(shortcut -> convolved(shortcut, input, height, width))
                .orElse(input);
        // The convolutions' arguments come in the order of this text: the shortcut's first.
        line(input, added);
        block.path().forEach(this::convolution);
        line("x", block.activation().of("torch.add_(x, " + input + ")"));
    }

    /** The convolutions in the order in which {@link #function} takes their kernels and biases. */
    List<Convolution> convolutions() {
        return convolutions;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** Parameters: x, scale, shift, then kernels and bias of each convolution. */
    ScriptFunction function() {
        List<String> parameters = new ArrayList<>(List.of("x", "scale", "shift"));
        for (int i = 0; i < convolutions.size(); i++) {
            parameters.add("w" + i);
            parameters.add("b" + i);
        }
        return new ScriptFunction("backbone", parameters, body + "return x");
    }

    private String convolved(Convolution convolution, String x, int height, int width) {
        int[] rows = convolution.zeros(height);
        int[] columns = convolution.zeros(width);
        boolean even = rows[0] == rows[1] && columns[0] == columns[1];
        String input = even
                ? x
                : "torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0)"
                        .formatted(x, columns[0], columns[1], rows[0], rows[1]);
        int index = convolutions.size();
        convolutions.add(convolution);
        return "torch.conv2d(%s, w%d, b%d, [%d, %d], [%d, %d], [1, 1], %d)"
                .formatted(
                        input,
                        index,
                        index,
                        convolution.stride(),
                        convolution.stride(),
                        even ? rows[0] : 0,
                        even ? columns[0] : 0,
                        convolution.groups());
    }

    private void shrink(Convolution convolution) {
        height = convolution.output(height);
        width = convolution.output(width);
    }

    private void line(String name, String expression) {
        body.append(name).append(" = ").append(expression).append('\n');
    }
}
