package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;

/**
 * Structural similarity (Wang et al. 2004) as VT-ADL's code has it: Gaussian window of 11 with sigma 1.5, zero padding,
 * C1 = 0.01^2, C2 = 0.03^2, mean over all channels and pixels.
 */
final class Similarity {
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private Similarity() {}

    /**
     * @param images shape (N, C, H, W)
     * @param reconstructions same shape
     * @return scalar, at most 1
     */
    static Tensor mean(StepScope scope, Tensor images, Tensor reconstructions) {
        long channels = images.size(1);
        // Apart, so that no gradient is computed for what the images alone determine.
        Tensor fixed = smooth(scope, Tensor.concat(1, images, images.square()));
        Tensor moving =
                smooth(scope, Tensor.concat(1, reconstructions, reconstructions.square(), images.mul(reconstructions)));
        Tensor imageMean = fixed.slice(1, 0, channels);
        Tensor otherMean = moving.slice(1, 0, channels);
        Tensor imageMeanSquare = imageMean.square();
        Tensor otherMeanSquare = otherMean.square();
        Tensor productOfMeans = imageMean.mul(otherMean);
        Tensor imageVariance = fixed.slice(1, channels, 2 * channels).sub(imageMeanSquare);
        Tensor otherVariance = moving.slice(1, channels, 2 * channels).sub(otherMeanSquare);
        Tensor covariance = moving.slice(1, 2 * channels, 3 * channels).sub(productOfMeans);

        Tensor numerator = productOfMeans.mul(2).add(C1).mul(covariance.mul(2).add(C2));
        Tensor denominator = imageMeanSquare
                .add(otherMeanSquare)
                .add(C1)
                .mul(imageVariance.add(otherVariance).add(C2));
        return numerator.div(denominator).mean();
    }

    /** The window's outer product is separable: columns first, then rows. Channels last takes half the time. */
    private static Tensor smooth(StepScope scope, Tensor images) {
        int channels = (int) images.size(1);
        float[] window = new float[channels * WINDOW];
        for (int i = 0; i < window.length; i++) {
            window[i] = WEIGHTS[i % WINDOW];
        }
        Tensor vertical = scope.tensor(window, channels, 1, WINDOW, 1);
        Tensor horizontal = scope.tensor(window, channels, 1, 1, WINDOW);
        return images.channelsLast()
                .filter2d(vertical, WINDOW / 2, 0, channels)
                .filter2d(horizontal, 0, WINDOW / 2, channels);
    }

    private static final float[] WEIGHTS = weights();

    private static float[] weights() {
        double[] weights = new double[WINDOW];
        double total = 0;
        for (int i = 0; i < WINDOW; i++) {
            double offset = i - WINDOW / 2;
            weights[i] = StrictMath.exp(-offset * offset / (2 * SIGMA * SIGMA));
            total += weights[i];
        }
        float[] normalised = new float[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            normalised[i] = (float) (weights[i] / total);
        }
        return normalised;
    }
}
