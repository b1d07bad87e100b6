package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.vtadl.Decoder.Reconstruction;
import io.loupe.detectors.vtadl.VaeSettings.Reading;
import io.loupe.detectors.vtadl.VariationalHead.Posterior;
import io.loupe.detectors.vtadl.VtAdlSettings.Calibration;
import io.loupe.detectors.vtadl.VtAdlSettings.Loss;
import io.loupe.detectors.vtadl.VtAdlSettings.MapScore;
import io.loupe.detectors.vtadl.VtAdlSettings.Mode;
import java.util.List;
import java.util.Optional;

/** The parts of VT-ADL put together. */
final class VtAdlNetwork {
    private final VtAdlSettings settings;
    private final Parameters parameters;
    private final VisionTransformer transformer;
    private final Capsules capsules;
    private final Decoder decoder;
    private final MixtureDensity density;
    private final Optional<VariationalHead> head;
    private final Optional<Variable> pixelLogVariance;
    private final Optional<PositionStatistics> positions;

    VtAdlNetwork(Parameters parameters, VtAdlSettings settings) {
        this(parameters, settings, MixtureDensity.BLOCK);
    }

    /** @param densityBlock see {@link MixtureDensity} */
    VtAdlNetwork(Parameters parameters, VtAdlSettings settings, int densityBlock) {
        this.settings = settings;
        this.parameters = parameters;
        int width = settings.network().width();
        this.transformer = new VisionTransformer(parameters, settings.imageSize(), settings.network());
        this.capsules = new Capsules(parameters, width, settings.mode() == Mode.FAITHFUL);
        this.decoder = new Decoder(parameters, settings.imageSize());
        this.density = new MixtureDensity(
                parameters, width, settings.gaussians(), settings.likelihood(), settings.variance(), densityBlock);
        boolean variational = settings.loss() == Loss.MSE_VAE;
        this.head = variational ? Optional.of(new VariationalHead(parameters, width)) : Optional.empty();
        this.pixelLogVariance = variational && settings.vae().reading() == Reading.ELBO
                ? Optional.of(parameters.filled("vae.pixel_log_variance", 0, 1))
                : Optional.empty();
        this.positions = settings.calibration() == Calibration.POSITION
                ? Optional.of(new PositionStatistics(parameters))
                : Optional.empty();
    }

    /** What an optimiser trains. */
    List<Variable> trainable() {
        return parameters.trainable();
    }

    /** Weights and running statistics. */
    List<Variable> state() {
        return parameters.all();
    }

    MixtureDensity density() {
        return density;
    }

    /** What is usual at each position; there only with calibration by position. */
    Optional<PositionStatistics> positions() {
        return positions;
    }

    /** log s^2 of the image's likelihood; there only for reading elbo. */
    Optional<Variable> pixelLogVariance() {
        return pixelLogVariance;
    }

    /**
     * @param images shape (N, 3, S, S), in [0, 1]
     * @return patch vectors, shape (N, 64, width)
     */
    Tensor encode(StepScope scope, Tensor images) {
        return transformer.encode(scope, images);
    }

    /** @param vectors shape (N, 64, width) */
    Posterior posterior(StepScope scope, Tensor vectors) {
        return head.orElseThrow().posterior(scope, vectors);
    }

    /** @param vectors what the loss gives the decoder: noisy patch vectors or a sample, shape (N, 64, width) */
    Reconstruction reconstruct(StepScope scope, Tensor vectors, boolean training) {
        return decoder.decode(scope, capsules.apply(scope, vectors), training);
    }

    /** The vectors that a trained detector scores and decodes: no noise. Shape (N, 64, width). */
    Tensor vectors(StepScope scope, Tensor images) {
        Tensor encoded = encode(scope, images);
        return head.map(present -> present.mean(scope, encoded)).orElse(encoded);
    }

    /** Scores of the patches of images, shape (N, 64). */
    Tensor patchScores(StepScope scope, Tensor images) {
        Tensor encoded = encode(scope, images);
        long batch = encoded.size(0);
        if (head.isEmpty()) {
            return density.score(scope, flat(encoded)).reshape(batch, VisionTransformer.PATCHES);
        }
        Posterior posterior = head.get().posterior(scope, encoded);
        Tensor scores = density.score(scope, flat(posterior.mean())).reshape(batch, VisionTransformer.PATCHES);
        return settings.map() == MapScore.NLL_KL
                ? scores.add(posterior.divergence().mul(settings.vae().beta()))
                : scores;
    }

    /** One row per patch: (N * 64, width). */
    static Tensor flat(Tensor vectors) {
        return vectors.reshape(-1, vectors.size(2));
    }
}
