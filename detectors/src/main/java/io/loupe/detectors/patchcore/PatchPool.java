package io.loupe.detectors.patchcore;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.Optional;

/**
 * The patches of the training images that the bank is chosen from, in native memory: their features, and what they are
 * compared by when choosing, which is a random projection or the features themselves.
 */
final class PatchPool {
    private static final ScriptFunction COPY = ScriptFunction.of("copy", "to, from_", "torch.copy_(to, from_)");
    private static final ScriptFunction ROWS =
            ScriptFunction.of("rows", "x, indices", "torch.index_select(x, 0, torch.to(indices, 4))");

    private final PoolPlan plan;
    private final Variable features;
    private final Optional<Projection> projection;

    /**
     * @param matrix shape (features, projected)
     * @param points shape (patches, projected)
     */
    private record Projection(Variable matrix, Variable points) {}

    /**
     * Makes room.
     *
     * @param matrix of the projection, shape (dimensions, any); empty for none
     */
    PatchPool(TensorRuntime runtime, PoolPlan plan, int dimensions, float[] matrix) {
        this.plan = plan;
        this.features = runtime.variable("features", plan.size(), dimensions);
        int projected = matrix.length / dimensions;
        this.projection = projected == 0
                ? Optional.empty()
                : Optional.of(new Projection(
                        runtime.variable("projection", matrix, dimensions, projected),
                        runtime.variable("points", plan.size(), projected)));
    }

    /**
     * Puts an image's patches where they belong.
     *
     * @param rows shape (patches of the image, dimensions)
     */
    void put(StepScope scope, int image, Tensor rows) {
        int[] places = plan.places(image);
        if (places.length == 0) {
            return;
        }
        int from = plan.offset(image);
        Tensor taken = rows(scope, rows, places);
        write(scope, features, from, taken);
        projection.ifPresent(
                target -> write(scope, target.points(), from, taken.matmul(scope.constant(target.matrix()))));
    }

    /** What patches are compared by when the bank is chosen, shape (patches, any). */
    Variable points() {
        return projection.map(Projection::points).orElse(features);
    }

    /** The features of some patches, shape (chosen, dimensions). */
    Tensor features(StepScope scope, int[] chosen) {
        return rows(scope, scope.constant(features), chosen);
    }

    /** Some rows of a matrix. */
    static Tensor rows(StepScope scope, Tensor matrix, int[] indices) {
        float[] exact = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            exact[i] = indices[i];
        }
        return scope.call(ROWS, matrix, scope.tensor(exact, indices.length));
    }

    private static void write(StepScope scope, Variable target, int from, Tensor rows) {
        scope.call(COPY, scope.constant(target).slice(0, from, from + rows.size(0)), rows);
    }
}
