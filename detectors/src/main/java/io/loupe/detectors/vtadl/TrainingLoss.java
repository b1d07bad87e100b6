package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.vtadl.Decoder.Reconstruction;
import io.loupe.detectors.vtadl.Decoder.StatisticUpdate;
import io.loupe.detectors.vtadl.VaeSettings.Normalisation;
import io.loupe.detectors.vtadl.VariationalHead.Posterior;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * VT-ADL's training losses.
 *
 * <ul>
 *   <li>{@code mse-ssim-ll}: 5 MSE - 0.5 SSIM + NLL, with NLL the mixture's negative log-likelihood summed over patches;
 *   <li>{@code mse-vae}, reading {@code mdn-ll}: 5 MSE + (w NLL(z) + beta KL) / (P D);
 *   <li>{@code mse-vae}, reading {@code elbo}: 5 MSE + (-log p(x|z) + beta KL) / N, N the values of an image, with the
 *       mixture trained beside it on the posterior's means, whose gradient is stopped.
 * </ul>
 *
 * All are means over the batch. The weights of the variational loss are ours; Kim et al. give none.
 */
final class TrainingLoss {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final VtAdlSettings settings;
    private final VtAdlNetwork network;

    /**
     * One forward pass.
     *
     * @param surrogate a scalar whose gradients complete those of the loss; not the loss itself
     * @param loss the loss
     * @param terms its unweighted terms by name; {@code nll} and {@code kl} are sums over an image's patches
     * @param updates running statistics
     */
    record Pass(Tensor surrogate, double loss, Map<String, Double> terms, List<StatisticUpdate> updates) {}

    TrainingLoss(VtAdlSettings settings, VtAdlNetwork network) {
        this.settings = settings;
        this.network = network;
    }

    /**
     * @param images shape (N, 3, S, S), in [0, 1]
     * @param noise standard normal, shape (N, 64, width)
     * @param beta weight of the divergence at this step
     */
    Pass pass(StepScope scope, Tensor images, Tensor noise, double beta) {
        Tensor vectors = network.encode(scope, images);
        Tensor targets = images.channelsLast(); // the reconstructions' layout
        return switch (settings.loss()) {
            case MSE_SSIM_LL -> original(scope, targets, vectors, noise);
            case MSE_VAE ->
                switch (settings.vae().reading()) {
                    case MDN_LL -> mixtureReading(scope, targets, vectors, noise, beta);
                    case ELBO -> imageReading(scope, targets, vectors, noise, beta);
                };
        };
    }

    private Pass original(StepScope scope, Tensor images, Tensor vectors, Tensor noise) {
        Tensor noisy = vectors.add(noise.mul(settings.noise()));
        Reconstruction reconstruction = network.reconstruct(scope, noisy, true);
        Sum sum = new Sum();
        sum.add("mse", settings.mseWeight(), mse(images, reconstruction));
        sum.add("ssim", -settings.ssimWeight(), Similarity.mean(scope, images, reconstruction.images()));
        sum.add("nll", settings.densityWeight(), density(scope, noisy, settings.densityWeight()));
        return sum.pass(reconstruction);
    }

    private Pass mixtureReading(StepScope scope, Tensor images, Tensor vectors, Tensor noise, double beta) {
        Posterior posterior = network.posterior(scope, vectors);
        Tensor sample = posterior.sample(noise);
        Reconstruction reconstruction = network.reconstruct(scope, sample, true);
        double share = settings.vae().normalisation() == Normalisation.MEAN ? 1 / patchValues() : 1;
        double densityWeight = settings.densityWeight() * share;
        Sum sum = new Sum();
        sum.add("mse", settings.mseWeight(), mse(images, reconstruction));
        sum.add("kl", beta * share, divergence(posterior));
        sum.add("nll", densityWeight, density(scope, sample, densityWeight));
        return sum.pass(reconstruction);
    }

    private Pass imageReading(StepScope scope, Tensor images, Tensor vectors, Tensor noise, double beta) {
        Posterior posterior = network.posterior(scope, vectors);
        Reconstruction reconstruction = network.reconstruct(scope, posterior.sample(noise), true);
        Tensor mse = mse(images, reconstruction);
        Tensor logVariance = scope.parameter(network.pixelLogVariance().orElseThrow());
        // -log p(x|z) of one value: (x - x')^2 / (2 s^2) + log(2 pi s^2) / 2
        Tensor likelihood = mse.mul(logVariance.neg().exp())
                .add(logVariance)
                .add(LOG_TWO_PI)
                .mul(0.5)
                .sum();
        double imageValues = 3.0 * settings.imageSize() * settings.imageSize();
        double densityWeight = settings.densityWeight() / patchValues();
        Sum sum = new Sum();
        sum.add("mse", settings.mseWeight(), mse);
        sum.add("reconstruction", 1, likelihood);
        sum.add("kl", beta / imageValues, divergence(posterior));
        sum.add("nll", densityWeight, density(scope, scope.constant(posterior.mean()), densityWeight));
        return sum.pass(reconstruction);
    }

    private static Tensor mse(Tensor images, Reconstruction reconstruction) {
        return reconstruction.images().sub(images).square().mean();
    }

    private static Tensor divergence(Posterior posterior) {
        Tensor patches = posterior.divergence();
        return patches.sum().mul(1.0 / patches.size(0));
    }

    private Density density(StepScope scope, Tensor vectors, double weight) {
        double images = vectors.size(0);
        MixtureDensity.Term term = network.density().train(scope, VtAdlNetwork.flat(vectors), weight / images);
        return new Density(term.sum() / images, term.surrogate());
    }

    /** P D. */
    private double patchValues() {
        return (double) VisionTransformer.PATCHES * settings.network().width();
    }

    private record Density(double value, Tensor surrogate) {}

    /** The loss as it grows term by term. */
    private static final class Sum {
        private final Map<String, Double> terms = new LinkedHashMap<>();
        private Tensor surrogate;
        private double loss;

        void add(String name, double weight, Tensor term) {
            include(name, weight, term.value(), term.mul(weight));
        }

        /** The density's surrogate is weighted already. */
        void add(String name, double weight, Density density) {
            include(name, weight, density.value(), density.surrogate());
        }

        private void include(String name, double weight, double value, Tensor weighted) {
            terms.put(name, value);
            loss += weight * value;
            surrogate = surrogate == null ? weighted : surrogate.add(weighted);
        }

        Pass pass(Reconstruction reconstruction) {
            return new Pass(surrogate, loss, terms, reconstruction.updates());
        }
    }
}
