package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;

/** Makes each patch vector a Gaussian of its own: means and log variances by two linear maps. */
final class VariationalHead {
    private static final double LOG_VARIANCE_LIMIT = 8;

    /** Training starts near-deterministic: a small weight and a low variance. */
    private static final double INITIAL_DEVIATION = 1e-3;

    private static final float INITIAL_LOG_VARIANCE = -2;

    private final Variable meanWeight;
    private final Variable meanBias;
    private final Variable logVarianceWeight;
    private final Variable logVarianceBias;

    /** @param mean and {@code logVariance}: shape (N, 64, width) */
    record Posterior(Tensor mean, Tensor logVariance) {
        /** A sample, given standard normal noise of the same shape. */
        Tensor sample(Tensor noise) {
            return mean.add(noise.mul(logVariance.mul(0.5).exp()));
        }

        /** Divergence from the standard normal of each patch, shape (N, 64). */
        Tensor divergence() {
            return mean.square()
                    .add(logVariance.exp())
                    .add(-1)
                    .sub(logVariance)
                    .sum(-1)
                    .mul(0.5);
        }
    }

    VariationalHead(Parameters parameters, int width) {
        this.meanWeight = parameters.uniform("vae.mean.weight", width, width, width);
        this.meanBias = parameters.filled("vae.mean.bias", 0, width);
        this.logVarianceWeight = parameters.normal("vae.log_variance.weight", INITIAL_DEVIATION, width, width);
        this.logVarianceBias = parameters.filled("vae.log_variance.bias", INITIAL_LOG_VARIANCE, width);
    }

    /** @param vectors shape (N, 64, width) */
    Posterior posterior(StepScope scope, Tensor vectors) {
        return new Posterior(
                mean(scope, vectors),
                vectors.linear(scope.parameter(logVarianceWeight), scope.parameter(logVarianceBias))
                        .between(-LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT));
    }

    /** The posterior's mean alone, what a trained detector scores. */
    Tensor mean(StepScope scope, Tensor vectors) {
        return vectors.linear(scope.parameter(meanWeight), scope.parameter(meanBias));
    }
}
