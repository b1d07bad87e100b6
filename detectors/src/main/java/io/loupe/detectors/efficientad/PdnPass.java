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
    private final List<Tensor> given = new ArrayList<>();
    private final Tensor output;

    /** @param layers how many of the network's layers to go through */
    PdnPass(Pdn.Head head, StepScope scope, Tensor images, int layers) {
        this.head = head;
        this.scope = scope;
        Tensor x = head.picture(scope, images);
        for (int layer = 0; layer < layers; layer++) {
            LayerFunctions functions = head.functions(layer);
            inputs.add(x);
            Tensor convolved = scope.call(functions.convolved(), x, head.weight(layer), head.bias(layer));
            given.add(convolved);
            x = functions.halved().map(halved -> scope.call(halved, convolved)).orElse(convolved);
        }
        this.output = layers == head.layers() ? head.float32(scope, x) : x;
    }

    /** The features in float32, shape (N, outputs, H', W'), or what the last layer gone through gave. */
    public Tensor output() {
        return output;
    }

    /**
     * Adds to the gradients of weights and biases.
     *
     * @param outputGradient the loss's at the output, which may be overwritten
     */
    public void backward(Tensor outputGradient) {
        Tensor gradient = outputGradient;
        for (int layer = given.size() - 1; layer >= 0; layer--) {
            LayerFunctions functions = head.functions(layer);
            if (functions.activation().isPresent()) {
                gradient = scope.call(functions.activation().get(), gradient, given.get(layer));
            }
            List<Tensor> gradients =
                    scope.callForAll(functions.convolution(), gradient, inputs.get(layer), head.weight(layer));
            head.addGradients(layer, gradients.get(gradients.size() - 2), gradients.getLast());
            gradient = gradients.getFirst();
        }
    }
}
