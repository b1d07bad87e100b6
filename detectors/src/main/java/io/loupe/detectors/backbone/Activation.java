package io.loupe.detectors.backbone;

/** What follows a convolution. */
enum Activation {
    NONE("%s"),
    RELU("torch.relu_(%s)"),
    /** ReLU that stops at 6. */
    RELU6("torch.clamp_(%s, 0., 6.)");

    private final String script;

    Activation(String script) {
        this.script = script;
    }

    /** The expression in TorchScript; changes its operand in place. */
    String of(String expression) {
        return script.formatted(expression);
    }
}
