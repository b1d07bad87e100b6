package io.loupe.detectors.training;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.engine.Gradient;
import java.util.List;
import java.util.Map;

/**
 * Refuses a step whose numbers are not finite, before it changes the state.
 *
 * @param done steps done before this one
 * @param remedy what beside a lower learning rate may help, such as {@code "precision float32"}; empty for nothing
 */
public record FiniteStep(long done, String remedy) {
    /**
     * @param terms the loss's terms by name
     * @throws DetectorException with {@code NUMERICS} if one is NaN or infinite; its place is the term's metric
     */
    public void requireTerms(Map<String, Double> terms) {
        terms.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw failure("the loss term " + name + " is " + value, "train/loss/" + name);
            }
        });
    }

    /** @throws DetectorException with {@code NUMERICS} if a loss without terms is NaN or infinite */
    public void requireLoss(double loss) {
        if (!Double.isFinite(loss)) {
            throw failure("the loss is " + loss, "train/loss");
        }
    }

    /** @throws DetectorException with {@code NUMERICS} if a value is NaN or infinite; its place is the variable */
    public void requireGradients(List<Gradient> gradients) {
        for (Gradient gradient : gradients) {
            if (!gradient.isFinite()) {
                throw failure("the gradient is not finite", gradient.variable().name());
            }
        }
    }

    private DetectorException failure(String what, String place) {
        return new DetectorException(
                Kind.NUMERICS,
                what + " at step " + (done + 1),
                place,
                "resuming repeats the same steps from step " + done
                        + "; edit the experiment and run it again with a lower learning rate"
                        + (remedy.isEmpty() ? "" : " or with " + remedy));
    }
}
