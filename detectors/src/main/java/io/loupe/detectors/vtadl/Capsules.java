package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;

/**
 * The capsule layer. The authors route by agreement to a single output capsule, whose softmax over one capsule is always
 * 1: what remains is one linear map of all patch vectors and the squashing function.
 */
final class Capsules {
    /** Length of the output capsule. */
    static final int LENGTH = 512;

    /** Keeps the gradient of a zero capsule finite. */
    private static final double EPSILON = 1e-8;

    private final Variable weight;
    private final boolean faithful;

    Capsules(Parameters parameters, int width, boolean faithful) {
        this.weight = parameters.normal("capsules.weight", 0.01, LENGTH, (long) VisionTransformer.PATCHES * width);
        this.faithful = faithful;
    }

    /**
     * @param vectors shape (N, 64, width)
     * @return shape (N, 512), each row shorter than 1
     */
    Tensor apply(StepScope scope, Tensor vectors) {
        Tensor sums = vectors.reshape(vectors.size(0), -1).linear(scope.parameter(weight));
        return squash(sums, faithful ? 0 : EPSILON);
    }

    /** s |s|^2 / (1 + |s|^2) / |s|. */
    static Tensor squash(Tensor sums, double epsilon) {
        Tensor squaredNorm = sums.square().sum(-1).reshape(sums.size(0), 1);
        Tensor norm =
                epsilon == 0 ? squaredNorm.sqrt() : squaredNorm.add(epsilon).sqrt();
        return squaredNorm.mul(sums).div(squaredNorm.add(1).mul(norm));
    }
}
