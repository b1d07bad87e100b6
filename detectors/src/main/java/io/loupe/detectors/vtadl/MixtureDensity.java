package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.vtadl.VtAdlSettings.Likelihood;
import io.loupe.detectors.vtadl.VtAdlSettings.Variance;
import java.util.ArrayList;
import java.util.List;

/**
 * The Gaussian mixture density network: from each patch vector three linear maps give the mixture's shares, means and
 * log variances; the vector is scored by that very mixture.
 *
 * <p>Energy of a component: E_k = (log 2 pi + sum_d [l_kd + (x_d - mu_kd)^2 e^-l_kd]) / 2, with log 2 pi once as in the
 * authors' code. Score of a vector: sum_k pi_k E_k (their bound), or -log sum_k pi_k e^-E_k.
 *
 * <p>With 150 components, vectors of 512 and 512 vectors a step the means alone are 157 MB, and reading and writing such
 * arrays costs more than the products that make them. Training therefore goes through the components in blocks that fit
 * a core's cache, each with its own backward pass; {@link #BLOCK} values a block unless told otherwise.
 */
final class MixtureDensity {
    /** The authors' smallest input: float64's epsilon. */
    private static final double SMALLEST_INPUT = Math.ulp(1.0);

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final double LOG_VARIANCE_LIMIT = 8;
    static final int BLOCK = 1 << 20;

    private final int width;
    private final int components;
    private final int blockValues;
    private final Likelihood likelihood;
    private final Variance variance;
    private final Variable shares;
    private final Variable means;
    private final Variable logVariances;

    /**
     * The density's part of a step.
     *
     * @param sum negative log-likelihood, summed over all vectors
     * @param surrogate a scalar whose gradients, added to those that were collected already, are those of {@code scale *
     *     sum}
     */
    record Term(double sum, Tensor surrogate) {}

    private record Range(int from, int to) {}

    /** @param blockValues values of a block: rows times components times width, as near as whole components allow */
    MixtureDensity(
            Parameters parameters,
            int width,
            int components,
            Likelihood likelihood,
            Variance variance,
            int blockValues) {
        this.blockValues = blockValues;
        this.width = width;
        this.components = components;
        this.likelihood = likelihood;
        this.variance = variance;
        this.shares = parameters.uniform("mdn.pi.weight", width, components, width);
        this.means = parameters.uniform("mdn.mu.weight", width, (long) components * width, width);
        this.logVariances = parameters.uniform("mdn.log_variance.weight", width, (long) components * width, width);
    }

    /** Its variables. */
    List<Variable> variables() {
        return List.of(shares, means, logVariances);
    }

    /**
     * Negative log-likelihoods without gradients.
     *
     * @param vectors shape (M, width)
     * @return shape (M)
     */
    Tensor score(StepScope scope, Tensor vectors) {
        return negativeLogLikelihood(logShares(scope, vectors), constantEnergies(scope, vectors));
    }

    /**
     * Negative log-likelihoods for training.
     *
     * @param vectors shape (M, width); the gradient reaches them
     * @param scale factor of the summed negative log-likelihood in the loss
     */
    Term train(StepScope scope, Tensor vectors, double scale) {
        List<Range> blocks = blocks(vectors.size(0));
        if (blocks.size() == 1) {
            Tensor energies = energies(scope, vectors, blocks.getFirst());
            Tensor sum =
                    negativeLogLikelihood(logShares(scope, vectors), energies).sum();
            return new Term(sum.value(), sum.mul(scale));
        }
        return trainInBlocks(scope, vectors, scale, blocks);
    }

    /**
     * The gradient of a score in E_k is a constant of the step once the shares (and, for the exact likelihood, all
     * energies) are known, so each block's gradients can be taken as soon as its energies are there.
     */
    private Term trainInBlocks(StepScope scope, Tensor vectors, double scale, List<Range> blocks) {
        Tensor leaf = scope.cut(vectors);
        Tensor weights = scope.constant(energyGradient(scope, vectors)); // (M, K)
        Tensor[] energies = new Tensor[blocks.size()];
        for (int i = 0; i < energies.length; i++) {
            Range block = blocks.get(i);
            try (StepScope piece = scope.nested()) {
                Tensor blockEnergies = energies(piece, piece.use(leaf), block);
                energies[i] = scope.constant(blockEnergies);
                Tensor blockWeights = piece.use(weights).slice(1, block.from(), block.to());
                piece.backward(blockEnergies.mul(blockWeights).sum().mul(scale));
            }
        }
        Tensor sum = negativeLogLikelihood(logShares(scope, leaf), Tensor.concat(1, energies))
                .sum();
        scope.backward(sum.mul(scale));
        return new Term(sum.value(), vectors.mul(scope.gradientAt(leaf)).sum());
    }

    /** What a score's gradient in each energy is, shape (M, K): the share, or the component's responsibility. */
    private Tensor energyGradient(StepScope scope, Tensor vectors) {
        try (StepScope piece = scope.nestedInference()) {
            Tensor constant = piece.constant(vectors);
            Tensor logShares = logShares(piece, constant);
            Tensor gradient =
                    switch (likelihood) {
                        case JENSEN -> logShares.exp();
                        case EXACT ->
                            logShares.sub(constantEnergies(piece, constant)).softmax(-1);
                    };
            return scope.constant(gradient);
        }
    }

    /** Energies block by block, so that no large array lives: shape (M, K). */
    private Tensor constantEnergies(StepScope scope, Tensor vectors) {
        List<Range> blocks = blocks(vectors.size(0));
        Tensor[] energies = new Tensor[blocks.size()];
        for (int i = 0; i < energies.length; i++) {
            try (StepScope piece = scope.nestedInference()) {
                energies[i] = scope.constant(energies(piece, piece.use(vectors), blocks.get(i)));
            }
        }
        return energies.length == 1 ? energies[0] : Tensor.concat(1, energies);
    }

    /** log pi, shape (M, K). */
    private Tensor logShares(StepScope scope, Tensor vectors) {
        return vectors.atLeast(SMALLEST_INPUT).linear(scope.parameter(shares)).logSoftmax(-1);
    }

    /** Energies of some components, shape (M, block). */
    private Tensor energies(StepScope scope, Tensor vectors, Range block) {
        long rows = vectors.size(0);
        int count = block.to() - block.from();
        long from = (long) block.from() * width;
        long to = (long) block.to() * width;
        Tensor input = vectors.atLeast(SMALLEST_INPUT);
        Tensor mean = input.linear(scope.parameter(means, from, to)).reshape(rows, count, width);
        Tensor free = input.linear(scope.parameter(logVariances, from, to)).reshape(rows, count, width);
        Tensor logVariance =
                switch (variance) {
                    case AT_LEAST_ONE -> free.softplus();
                    case FREE -> free.between(-LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);
                };
        Tensor distance = vectors.reshape(rows, 1, width).sub(mean).square();
        return logVariance
                .add(distance.mul(logVariance.neg().exp()))
                .sum(-1)
                .add(LOG_TWO_PI)
                .mul(0.5);
    }

    private Tensor negativeLogLikelihood(Tensor logShares, Tensor energies) {
        return switch (likelihood) {
            case JENSEN -> logShares.exp().mul(energies).sum(-1);
            case EXACT -> logShares.sub(energies).logSumExp(-1).neg();
        };
    }

    private List<Range> blocks(long rows) {
        int size = (int) Math.clamp(blockValues / (rows * width), 1, components);
        List<Range> blocks = new ArrayList<>();
        for (int from = 0; from < components; from += size) {
            blocks.add(new Range(from, Math.min(from + size, components)));
        }
        return blocks;
    }
}
