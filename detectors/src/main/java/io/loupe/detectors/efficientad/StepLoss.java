package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sum of losses of a step (algorithm 1 of the paper). Each term runs backward at once, so that at most one pass's
 * activations are held; parameters gather the gradients of all.
 */
final class StepLoss {
    private static final ScriptFunction MEAN_SQUARE_ERROR =
            ScriptFunction.of("mean_square_error", "x, y", "torch.mse_loss(x, y, 1)");

    private final EfficientAdNetwork network;
    private final HardFeatureLoss hard;

    StepLoss(EfficientAdNetwork network, HardFeatureLoss hard) {
        this.network = network;
        this.hard = hard;
    }

    /**
     * Adds gradients to the student's and the autoencoder's parameters, which are the scope's from now on.
     *
     * @param teacher raw teacher features of the images, shape (N, features, cells, cells)
     * @return the terms' values by name
     */
    Map<String, Double> backward(StepScope scope, StepInputs inputs, float[] teacher) {
        Map<String, Double> terms = new LinkedHashMap<>();
        Pdn.Bound student = network.student().bind(scope);
        Pdn.Head imitation = student.outputs(0, network.features());
        terms.put("hard_features", hardFeatures(scope, imitation, inputs, teacher));
        if (inputs.penalty().length > 0) {
            terms.put("penalty", penalty(scope, imitation, inputs));
        }
        network.autoencoder().ifPresent(autoencoder -> {
            Pdn.Head prediction = student.outputs(network.features(), 2 * network.features());
            logical(scope, prediction, autoencoder, inputs, terms);
        });
        return terms;
    }

    private double hardFeatures(StepScope scope, Pdn.Head imitation, StepInputs inputs, float[] teacher) {
        try (StepScope pass = scope.nested()) {
            Tensor images = network.surrounded(pass, network.images(pass, inputs.images()));
            Tensor loss = hard.of(pass, imitation, images, network.target(pass, teacher));
            pass.backward(loss);
            return loss.value();
        }
    }

    /** Outside of what it is trained for, the student is to give zeros. */
    private double penalty(StepScope scope, Pdn.Head imitation, StepInputs inputs) {
        try (StepScope pass = scope.nested()) {
            Tensor pictures = network.surrounded(pass, network.images(pass, inputs.penalty()));
            Tensor loss = imitation.features(pass, pictures).square().mean();
            pass.backward(loss);
            return loss.value();
        }
    }

    /** The autoencoder imitates the teacher, and the student's other half the autoencoder; both learn from the latter. */
    private void logical(
            StepScope scope,
            Pdn.Head prediction,
            Autoencoder autoencoder,
            StepInputs inputs,
            Map<String, Double> terms) {
        try (StepScope pass = scope.nested()) {
            Tensor images = network.images(pass, inputs.augmented());
            Tensor surrounded = network.surrounded(pass, images);
            Tensor target = network.target(pass, surrounded);
            Tensor dropout = pass.tensor(inputs.dropout(), inputs.count(), inputs.dropout().length / inputs.count());
            Tensor coded = autoencoder.features(pass, images, dropout);
            Tensor toTeacher = pass.call(MEAN_SQUARE_ERROR, coded, target);
            Tensor toStudent = pass.call(MEAN_SQUARE_ERROR, coded, prediction.features(pass, surrounded));
            pass.backward(toTeacher.add(toStudent));
            terms.put("autoencoder", toTeacher.value());
            terms.put("student_autoencoder", toStudent.value());
        }
    }
}
