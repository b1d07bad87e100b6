package io.loupe.detectors.distillation;

import io.loupe.detectors.efficientad.Arithmetic;
import io.loupe.detectors.efficientad.Pdn;
import io.loupe.detectors.efficientad.PdnPass;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.List;
import java.util.OptionalInt;

/**
 * The network that becomes a teacher. It pads, so that it has an output for each position of the backbone; afterwards it
 * works without padding too. Its variables carry the names of a teacher's file.
 */
final class Student {
    private static final ScriptFunction MEAN_SQUARE_ERROR =
            ScriptFunction.of("mean_square_error", "x, y", "torch.mse_loss(x, y, 1)");

    private final DistillationSettings settings;
    private final Pdn pdn;
    private int imagesInPass;

    Student(TensorRuntime runtime, DistillationSettings settings, Parameters parameters, Arithmetic arithmetic) {
        this.settings = settings;
        this.pdn = new Pdn(parameters, "", settings.size(), TargetFeatures.CHANNELS, true, arithmetic);
        // A processor is as fast with one image at a time, and holds the activations of one.
        boolean oneByOne =
                settings.microBatch() == 0 && runtime.compute().device().equals("cpu");
        int wished = settings.microBatch() == 0 ? settings.batchSize() : settings.microBatch();
        this.imagesInPass = oneByOne ? 1 : Math.min(wished, settings.batchSize());
    }

    /** Lets half as many images through at once from now on; empty if it is one already. */
    OptionalInt halvePass() {
        if (imagesInPass == 1) {
            return OptionalInt.empty();
        }
        imagesInPass = (imagesInPass + 1) / 2;
        return OptionalInt.of(imagesInPass);
    }

    List<Variable> variables() {
        return pdn.variables();
    }

    /**
     * The mean squared error over all features of a step (algorithm 3), whose gradients are the scope's from now on. Each
     * pass runs backward at once.
     *
     * @param images input of each, shape (3, imageSize, imageSize)
     * @param targets normalised features of each, shape (384, cells, cells)
     * @return the loss
     */
    double backward(StepScope scope, List<float[]> images, List<float[]> targets) {
        Pdn.Head head = pdn.bind(scope).all();
        double loss = 0;
        for (int from = 0; from < images.size(); from += imagesInPass) {
            int to = Math.min(from + imagesInPass, images.size());
            try (StepScope pass = scope.nested()) {
                PdnPass network = head.pass(pass, images(pass, images.subList(from, to)));
                Tensor features = pass.cut(network.output());
                Tensor target = pass.tensor(joined(targets.subList(from, to)), features.shape());
                Tensor share = pass.call(MEAN_SQUARE_ERROR, features, target).mul((to - from) / (double) images.size());
                pass.backward(share);
                network.backward(pass.gradientAt(features));
                loss += share.value();
            }
        }
        return loss;
    }

    /** What it gives for one image, shape (384, cells, cells). */
    float[] features(StepScope scope, float[] image) {
        Tensor features = pdn.bind(scope).all().features(scope, images(scope, List.of(image)));
        return features.contiguous().values();
    }

    private Tensor images(StepScope scope, List<float[]> images) {
        int side = settings.imageSize();
        return scope.tensor(joined(images), images.size(), 3, side, side);
    }

    private static float[] joined(List<float[]> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int size = parts.getFirst().length;
        float[] all = new float[parts.size() * size];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, all, i * size, size);
        }
        return all;
    }
}
