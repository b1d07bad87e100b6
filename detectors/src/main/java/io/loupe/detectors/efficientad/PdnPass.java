package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A patch description network's way from images to features that can be gone back, once, with a loss's gradient. */
public final class PdnPass {
    private final Pdn.Head head;
    private final StepScope scope;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private final Tensor output;
    private boolean goneBack;

    /** @param layers how many of the network's layers to go through */
    PdnPass(Pdn.Head head, StepScope scope, Tensor images, int layers) {
        this.head = head;
        this.scope = scope;
        Tensor x = head.picture(scope, images);
        for (int layer = 0; layer < layers; layer++) {
            LayerFunctions functions = head.functions(layer);
            inputs.add(x);
            Tensor convolved = scope.call(functions.convolved(), x, head.weight(layer), head.bias(layer));
            outputs.add(convolved);
            x = functions.halved().map(halved -> scope.call(halved, convolved)).orElse(convolved);
        }
        this.output = layers == head.layers() ? head.float32(scope, x) : x;
    }

    /** The features in float32, shape (N, outputs, H', W'), or what the last layer gone through gave; until it is gone back. */
    public Tensor output() {
        return output;
    }

    /**
     * Adds to the gradients of weights and biases, and frees what was kept for it.
     *
     * @param outputGradient the loss's at the output; it is used up
     */
    public void backward(Tensor outputGradient) {
        if (goneBack) {
            throw new IllegalStateException("a pass goes back once: what it kept is used up");
        }
        goneBack = true;
        Tensor gradient = outputGradient;
        for (int layer = outputs.size() - 1; layer >= 0; layer--) {
            Tensor convolution = backToConvolution(layer, gradient);
            List<Tensor> gradients = scope.callForAll(
                    head.functions(layer).backToInput(), convolution, inputs.get(layer), head.weight(layer));
            head.addGradients(layer, gradients.get(gradients.size() - 2), gradients.getLast());

            gradient.free();
            convolution.free();
            gradients.subList(gradients.size() - 2, gradients.size()).forEach(Tensor::free);
            outputs.get(layer).free();
            if (layer > 0 && inputs.get(layer) != outputs.get(layer - 1)) {
                inputs.get(layer).free();
            }
            gradient = gradients.getFirst();
        }
    }

    private Tensor backToConvolution(int layer, Tensor gradient) {
        return head.functions(layer)
                .backToConvolution()
                .map(function -> scope.call(function, gradient, outputs.get(layer)))
                .orElse(gradient);
    }
}
