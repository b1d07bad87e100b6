package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sum of losses of a step (algorithm 1 of the paper). Each term runs backward at once, so that at most one pass's
 * activations are held; parameters gather the gradients of all.
 */
final class StepLoss {
    private final EfficientAdNetwork network;
    private final HardFeatureLoss hard;

    StepLoss(EfficientAdNetwork network, HardFeatureLoss hard) {
        this.network = network;
        this.hard = hard;
    }

    /**
     * Adds gradients to the student's and the autoencoder's parameters, which are the scope's from now on.
     *
     * @param teacher raw teacher features of the images, shape (N, cells, cells, features)
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
            return hard.backward(pass, imitation, images, network.target(pass, teacher));
        }
    }

    /** Outside of what it is trained for, the student is to give zeros. */
    private double penalty(StepScope scope, Pdn.Head imitation, StepInputs inputs) {
        try (StepScope pass = scope.nested()) {
            Tensor pictures = network.surrounded(pass, network.images(pass, inputs.penalty()));
            PdnPass student = imitation.pass(pass, pictures);
            Tensor features = student.output();
            double loss = features.square().mean().value();
            student.backward(features.mul(2.0 / features.elements()));
            return loss;
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
            PdnPass student = prediction.pass(pass, surrounded);
            Tensor fromTeacher = pass.constant(coded).sub(target);
            Tensor fromStudent = pass.constant(coded).sub(student.output());
            terms.put("autoencoder", fromTeacher.square().mean().value());
            terms.put("student_autoencoder", fromStudent.square().mean().value());
            double scale = 2.0 / coded.elements();
            pass.backward(coded, fromTeacher.add(fromStudent).mul(scale));
            student.backward(fromStudent.mul(-scale));
        }
    }
}
