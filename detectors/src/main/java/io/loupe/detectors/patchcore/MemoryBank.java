package io.loupe.detectors.patchcore;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;

/**
 * The remembered patches, and the search for the nearest of them.
 *
 * <p>Queries go through in blocks. A block's squared distances, less what is the same for all entries, come from one matrix
 * product with the entries' norms folded in; they only decide which entries are nearest. The distances themselves are
 * then computed from the differences, so that they do not suffer from the cancellation in that product.
 */
public final class MemoryBank {
    /** Values of the product of queries and entries held at a time (32 MiB). */
    private static final int PRODUCT = 1 << 23;

    private static final ScriptFunction NORMS =
            ScriptFunction.of("norms", "x", "torch.sum(torch.mul(x, x), [1], False)");

    /** (n, 2): squared distance and index of the nearest entry. */
    private static final ScriptFunction NEAREST = new ScriptFunction("nearest", List.of("q", "bank", "norms"), """
            p = torch.addmm(norms, q, torch.t(bank), beta=1, alpha=-2)
            i = torch.argmin(p, 1, False)
            d = torch.sub(q, torch.index_select(bank, 0, i))
            return torch.stack([torch.sum(torch.mul(d, d), [1], False), torch.to(i, 6)], 1)
            """);

    private final Variable entries;
    private final Variable norms;

    /**
     * What was found; entry {@code i * count + j} belongs to the {@code j}-th nearest of query {@code i}.
     *
     * @param count entries found for each query
     * @param squared squared distances, ascending for each query up to rounding
     * @param indices rows of the bank
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Neighbours(int count, float[] squared, int[] indices) {
        /** Those of queries {@code from} up to but not including {@code to}. */
        Neighbours of(int from, int to) {
            return new Neighbours(
                    count,
                    Arrays.copyOfRange(squared, from * count, to * count),
                    Arrays.copyOfRange(indices, from * count, to * count));
        }
    }

    public MemoryBank(TensorRuntime runtime, HostTensor stored) {
        this.entries = runtime.variable(stored.name(), stored.shape());
        entries.set(stored.bytes().duplicate());
        this.norms = runtime.variable(stored.name() + ".norms", stored.shape()[0]);
        try (StepScope scope = runtime.inference()) {
            norms.set(scope.call(NORMS, scope.constant(entries)).values());
        }
    }

    public int size() {
        return Math.toIntExact(entries.shape()[0]);
    }

    int dimensions() {
        return Math.toIntExact(entries.shape()[1]);
    }

    /** Some entries, shape (chosen, dimensions). */
    Tensor entries(StepScope scope, int[] chosen) {
        return PatchPool.rows(scope, scope.constant(entries), chosen);
    }

    /**
     * Finds the nearest entries.
     *
     * @param queries shape (n, dimensions)
     * @param wanted entries for each query; there are at most as many as the bank has
     */
    public Neighbours nearest(StepScope scope, Tensor queries, int wanted) {
        int count = Math.min(wanted, size());
        int rows = Math.toIntExact(queries.size(0));
        float[] squared = new float[rows * count];
        int[] indices = new int[rows * count];
        int block = Math.max(1, PRODUCT / Math.max(size(), count * dimensions()));
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(rows, from + block);
            try (StepScope piece = scope.nestedInference()) {
                Tensor part = piece.constant(queries).slice(0, from, to);
                float[] found = piece.call(search(count), part, piece.constant(entries), piece.constant(norms))
                        .values(); // (to - from, count, 2)
                for (int i = 0; i < (to - from) * count; i++) {
                    squared[from * count + i] = found[2 * i];
                    indices[from * count + i] = (int) found[2 * i + 1];
                }
            }
        }
        return new Neighbours(count, squared, indices);
    }

    private static ScriptFunction search(int count) {
        return count == 1
                ? NEAREST
                : new ScriptFunction("nearest_" + count, List.of("q", "bank", "norms"), """
                        p = torch.addmm(norms, q, torch.t(bank), beta=1, alpha=-2)
                        values, i = torch.topk(p, %1$d, 1, False, True)
                        e = torch.reshape(torch.index_select(bank, 0, torch.reshape(i, [-1])), [-1, %1$d, torch.size(q, 1)])
                        d = torch.sub(torch.unsqueeze(q, 1), e)
                        return torch.stack([torch.sum(torch.mul(d, d), [2], False), torch.to(i, 6)], 2)
                        """.formatted(count));
    }
}
