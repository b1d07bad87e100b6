package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder: 8 x 8 patches, a linear embedding, a class token, learned positions, pre-normalised blocks of attention
 * and feed-forward. As in the authors' code the attention is scaled by the model's width, not the head's, and no
 * normalisation follows the last block.
 */
final class VisionTransformer {
    /** Patches a side. */
    static final int GRID = 8;

    static final int PATCHES = GRID * GRID;

    private final NetworkSettings size;
    private final int patch;
    private final Variable embeddingWeight;
    private final Variable embeddingBias;
    private final Variable classToken;
    private final Variable positions;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(
            Variable attentionScale,
            Variable attentionShift,
            Variable queryKeyValue,
            Variable outputWeight,
            Variable outputBias,
            Variable mlpScale,
            Variable mlpShift,
            Variable hiddenWeight,
            Variable hiddenBias,
            Variable mlpWeight,
            Variable mlpBias) {}

    VisionTransformer(Parameters parameters, int imageSize, NetworkSettings size) {
        this.size = size;
        this.patch = imageSize / GRID;
        int width = size.width();
        this.embeddingWeight = parameters.kaimingNormal("vit.embedding.weight", width, 3L * patch * patch);
        this.embeddingBias = parameters.filled("vit.embedding.bias", 0, width);
        this.classToken = parameters.normal("vit.class", 1, 1, 1, width);
        this.positions = parameters.normal("vit.positions", 1, 1, PATCHES + 1, width);
        for (int i = 0; i < size.depth(); i++) {
            blocks.add(block(parameters, "vit.block" + i + "."));
        }
    }

    private Block block(Parameters parameters, String name) {
        int width = size.width();
        int inner = size.heads() * size.headWidth();
        return new Block(
                parameters.filled(name + "attention.norm.weight", 1, width),
                parameters.filled(name + "attention.norm.bias", 0, width),
                parameters.kaimingNormal(name + "attention.qkv.weight", 3L * inner, width),
                parameters.kaimingNormal(name + "attention.out.weight", width, inner),
                parameters.filled(name + "attention.out.bias", 0, width),
                parameters.filled(name + "mlp.norm.weight", 1, width),
                parameters.filled(name + "mlp.norm.bias", 0, width),
                parameters.kaimingNormal(name + "mlp.hidden.weight", size.mlpWidth(), width),
                parameters.filled(name + "mlp.hidden.bias", 0, size.mlpWidth()),
                parameters.kaimingNormal(name + "mlp.out.weight", width, size.mlpWidth()),
                parameters.filled(name + "mlp.out.bias", 0, width));
    }

    /**
     * @param images shape (N, 3, S, S)
     * @return patch vectors, shape (N, 64, width), the class token dropped
     */
    Tensor encode(StepScope scope, Tensor images) {
        long batch = images.size(0);
        Tensor tokens = patches(images).linear(scope.parameter(embeddingWeight), scope.parameter(embeddingBias));
        Tensor classTokens = scope.zeros(batch, 1, size.width()).add(scope.parameter(classToken));
        Tensor hidden = Tensor.concat(1, classTokens, tokens).add(scope.parameter(positions)); // (N, 65, width)
        for (Block block : blocks) {
            hidden = hidden.add(attention(scope, block, hidden));
            hidden = hidden.add(mlp(scope, block, hidden));
        }
        return hidden.slice(1, 1, PATCHES + 1);
    }

    /** Patches row by row, each flattened in (row, column, channel) order: (N, 64, patch * patch * 3). */
    private Tensor patches(Tensor images) {
        long batch = images.size(0);
        return images.reshape(batch, 3, GRID, patch, GRID, patch)
                .permute(0, 2, 4, 3, 5, 1)
                .reshape(batch, PATCHES, 3L * patch * patch);
    }

    private Tensor attention(StepScope scope, Block block, Tensor hidden) {
        long batch = hidden.size(0);
        long tokens = hidden.size(1);
        long inner = (long) size.heads() * size.headWidth();
        Tensor normalised =
                hidden.layerNorm(scope.parameter(block.attentionScale), scope.parameter(block.attentionShift));
        Tensor projected = normalised
                .linear(scope.parameter(block.queryKeyValue))
                .reshape(batch, tokens, 3, size.heads(), size.headWidth())
                .permute(2, 0, 3, 1, 4); // (3, N, heads, tokens, headWidth)
        Tensor queries = part(projected, 0);
        Tensor keys = part(projected, 1);
        Tensor values = part(projected, 2);
        Tensor shares = queries.matmul(keys.permute(0, 1, 3, 2))
                .mul(1 / Math.sqrt(size.width()))
                .softmax(-1);
        Tensor mixed = shares.matmul(values).permute(0, 2, 1, 3).reshape(batch, tokens, inner);
        return mixed.linear(scope.parameter(block.outputWeight), scope.parameter(block.outputBias));
    }

    private static Tensor part(Tensor projected, int index) {
        long[] shape = projected.shape();
        return projected.slice(0, index, index + 1).reshape(shape[1], shape[2], shape[3], shape[4]);
    }

    private static Tensor mlp(StepScope scope, Block block, Tensor hidden) {
        return hidden.layerNorm(scope.parameter(block.mlpScale), scope.parameter(block.mlpShift))
                .linear(scope.parameter(block.hiddenWeight), scope.parameter(block.hiddenBias))
                .gelu()
                .linear(scope.parameter(block.mlpWeight), scope.parameter(block.mlpBias));
    }
}
