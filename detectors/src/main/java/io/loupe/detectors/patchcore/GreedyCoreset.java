package io.loupe.detectors.patchcore;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.Arrays;
import java.util.List;

/**
 * The greedy k-centre selection (Sener and Savarese, arXiv 1708.00489, algorithm 1): always the point that is farthest from
 * what was selected, so that the largest distance to the selection, the radius, is at most twice the smallest possible.
 *
 * <p>It is exact but does not go through all points for every selection. Distances to the selection only fall; so of the
 * farthest points taken out as candidates, one that is still at least as far as every point left behind was when they
 * were taken out is the farthest of all. Candidates are selected among themselves as long as that holds, then all points
 * are brought up to date with one matrix product.
 *
 * <p>Its state, the selection and the squared distances, is enough to go on exactly.
 */
public final class GreedyCoreset {
    private static final int CANDIDATES = 512;

    /** Values of the product of points and selected points held at a time (16 MiB). */
    private static final int PRODUCT = 1 << 22;

    /** Squared distance of what is selected, so that it is never selected again. */
    private static final float SELECTED = -1;

    private static final ScriptFunction FARTHEST = new ScriptFunction("farthest", List.of("d", "count"), """
            values, indices = torch.topk(d, int(count), 0, True, True)
            return torch.stack([values, torch.to(indices, 6)], 0)
            """);

    private static final ScriptFunction APART = new ScriptFunction("apart", List.of("x"), """
            n = torch.sum(torch.mul(x, x), [1], False)
            p = torch.addmm(torch.unsqueeze(n, 0), x, torch.t(x), beta=1, alpha=-2)
            return torch.clamp(torch.add(p, torch.unsqueeze(n, 1)), 0., None)
            """);

    private static final ScriptFunction NEARER = new ScriptFunction("nearer", List.of("d", "x", "n", "c"), """
            m = torch.sum(torch.mul(c, c), [1], False)
            p = torch.amin(torch.addmm(m, x, torch.t(c), beta=1, alpha=-2), [1], False)
            return torch.copy_(d, torch.minimum(d, torch.clamp(torch.add(p, n), 0., None)))
            """);

    private static final ScriptFunction MARK = ScriptFunction.of(
            "mark", "d, indices", "torch.index_fill_(d, 0, torch.to(indices, 4), %s)".formatted((double) SELECTED));

    private static final ScriptFunction NORMS =
            ScriptFunction.of("norms", "x", "torch.sum(torch.mul(x, x), [1], False)");

    private static final ScriptFunction LARGEST = ScriptFunction.of("largest_value", "x", "torch.max(x)");

    private final TensorRuntime runtime;
    private final Variable points;
    private final Variable norms;
    private final Variable distances;
    private final int[] selected;
    private int count;

    /**
     * @param selected row numbers, in the order of selection
     * @param distances squared distance of every point to the selection, -1 for what is selected
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record State(int[] selected, float[] distances) {}

    /**
     * Begins with one point.
     *
     * @param points shape (points, dimensions)
     * @param first the first point's row
     * @param wanted points to select
     */
    public static GreedyCoreset begin(TensorRuntime runtime, Variable points, int first, int wanted) {
        float[] unknown = new float[Math.toIntExact(points.shape()[0])];
        Arrays.fill(unknown, Float.POSITIVE_INFINITY);
        GreedyCoreset coreset = new GreedyCoreset(runtime, points, new State(new int[0], unknown), wanted);
        coreset.take(new int[] {first});
        return coreset;
    }

    /** Goes on. */
    GreedyCoreset(TensorRuntime runtime, Variable points, State state, int wanted) {
        this.runtime = runtime;
        this.points = points;
        this.norms = runtime.variable("norms", points.shape()[0]);
        this.distances = runtime.variable("distances", state.distances(), state.distances().length);
        this.selected = Arrays.copyOf(state.selected(), wanted);
        this.count = state.selected().length;
        try (StepScope scope = runtime.inference()) {
            Tensor target = scope.constant(norms);
            scope.call(
                    ScriptFunction.of("copy", "to, from_", "torch.copy_(to, from_)"),
                    target,
                    scope.call(NORMS, scope.constant(points)));
        }
    }

    /** Points selected so far. */
    public int count() {
        return count;
    }

    /** Selects until there are this many. */
    public void selectUpTo(int target) {
        if (target > selected.length) {
            throw new IllegalArgumentException(target + " of " + selected.length + " points");
        }
        while (count < target) {
            take(next(target - count));
        }
    }

    /** The largest distance of any point to the selection; 0 when all are selected. */
    public double radius() {
        try (StepScope scope = runtime.inference()) {
            return Math.sqrt(
                    Math.max(0, scope.call(LARGEST, scope.constant(distances)).value()));
        }
    }

    State state() {
        return new State(selected(), distances.values());
    }

    public int[] selected() {
        return Arrays.copyOf(selected, count);
    }

    /** The next points to select, at least one and at most {@code most}. */
    private int[] next(int most) {
        int candidates = Math.min(CANDIDATES, Math.toIntExact(points.shape()[0]));
        float[] values;
        int[] rows = new int[candidates];
        float[] apart;
        try (StepScope scope = runtime.inference()) {
            float[] farthest = scope.call(FARTHEST, scope.constant(distances), scope.scalar(candidates))
                    .values();
            values = Arrays.copyOf(farthest, candidates);
            for (int i = 0; i < candidates; i++) {
                rows[i] = (int) farthest[candidates + i];
            }
            apart = scope.call(APART, PatchPool.rows(scope, scope.constant(points), rows))
                    .values();
        }
        boolean all = candidates == points.shape()[0];
        float leftBehind = all ? Float.NEGATIVE_INFINITY : values[candidates - 1];
        return among(values, rows, apart, leftBehind, most);
    }

    /**
     * Selects among candidates.
     *
     * @param values their squared distances to the selection; overwritten
     * @param apart their squared distances to each other
     * @param leftBehind no other point is farther than this
     */
    private static int[] among(float[] values, int[] rows, float[] apart, float leftBehind, int most) {
        int[] taken = new int[most];
        int count = 0;
        while (count < most) {
            int best = 0;
            for (int i = 1; i < values.length; i++) {
                best = values[i] > values[best] ? i : best;
            }
            if (count > 0 && (values[best] < leftBehind || values[best] == SELECTED)) {
                break;
            }
            taken[count++] = rows[best];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.min(values[i], apart[best * values.length + i]);
            }
            values[best] = SELECTED;
        }
        return Arrays.copyOf(taken, count);
    }

    private void take(int[] rows) {
        int block = Math.max(1, PRODUCT / rows.length);
        int size = distances.size();
        try (StepScope scope = runtime.inference()) {
            Tensor centres = PatchPool.rows(scope, scope.constant(points), rows);
            for (int from = 0; from < size; from += block) {
                int to = Math.min(size, from + block);
                scope.call(
                        NEARER,
                        scope.constant(distances).slice(0, from, to),
                        scope.constant(points).slice(0, from, to),
                        scope.constant(norms).slice(0, from, to),
                        centres);
            }
            float[] exact = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                exact[i] = rows[i];
            }
            scope.call(MARK, scope.constant(distances), scope.tensor(exact, rows.length));
        }
        System.arraycopy(rows, 0, selected, count, rows.length);
        count += rows.length;
    }
}
