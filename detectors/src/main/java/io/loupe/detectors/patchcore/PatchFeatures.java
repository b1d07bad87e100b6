package io.loupe.detectors.patchcore;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes the patches of an image: each layer's neighbourhoods are averaged, coarser layers enlarged to the first one's
 * grid, and all put side by side.
 *
 * <p>With {@code layerDimensions} and {@code dimensions} this is the pipeline of the authors' code: the channels x side x
 * side numbers of a neighbourhood, channel by channel, are pooled to {@code layerDimensions} by PyTorch's adaptive
 * average, the layers' results one after the other to {@code dimensions}. That code enlarges before it pools; pooling
 * first gives the same numbers up to rounding, as both are linear and act on different axes.
 */
public final class PatchFeatures {
    private final Backbone backbone;
    private final int neighbourhood;
    private final int layerDimensions;
    private final int dimensions;

    /**
     * The features of images.
     *
     * @param height of an image's grid
     * @param width of an image's grid
     * @param rows shape (images * height * width, dimensions), image after image, row by row of the grid
     */
    public record Patches(int height, int width, Tensor rows) {
        /** Patches of one image. */
        int count() {
            return height * width;
        }

        int dimensions() {
            return Math.toIntExact(rows.size(1));
        }
    }

    PatchFeatures(Backbone backbone, PatchCoreSettings settings) {
        this(backbone, settings.neighbourhood(), settings.layerDimensions(), settings.dimensions());
    }

    /**
     * Describes patches as these numbers say.
     *
     * @param neighbourhood side of the square of positions that describes a patch
     * @param layerDimensions numbers that each layer's neighbourhoods are averaged to; 0 for one a channel
     * @param dimensions numbers that all layers together are averaged to; 0 for all of them
     */
    public PatchFeatures(Backbone backbone, int neighbourhood, int layerDimensions, int dimensions) {
        this.backbone = backbone;
        this.neighbourhood = neighbourhood;
        this.layerDimensions = layerDimensions;
        this.dimensions = dimensions;
    }

    /**
     * Describes images.
     *
     * @param images shape (N, 3, H, W), in [0, 1]
     * @throws DetectorException with {@code USER} if a layer is finer than the first one
     */
    public Patches of(StepScope scope, Tensor images) {
        List<Tensor> layers = backbone.features(scope, images);
        long height = layers.getFirst().size(2);
        long width = layers.getFirst().size(3);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Tensor layer = layers.get(i);
            if (layer.size(2) > height || layer.size(3) > width) {
                throw new DetectorException(
                        Kind.USER,
                        backbone.layers().get(i) + " has a finer grid (" + layer.size(2) + " x " + layer.size(3)
                                + ") than " + backbone.layers().getFirst() + " (" + height + " x " + width + ")",
                        "layers",
                        "name the finest layer first");
            }
            parts.add(enlarged(described(layer), height, width));
        }
        Tensor all = Tensor.concat(1, parts.toArray(Tensor[]::new)); // (N, sum of channels, height, width)
        Tensor rows = all.permute(0, 2, 3, 1).reshape(all.size(0) * height * width, all.size(1));
        return new Patches(
                Math.toIntExact(height), Math.toIntExact(width), dimensions == 0 ? rows : pooled(rows, dimensions));
    }

    /** (N, C, H, W) to (N, C or layerDimensions, H, W). */
    private Tensor described(Tensor layer) {
        int padding = (neighbourhood - 1) / 2;
        if (layerDimensions == 0) {
            return neighbourhood == 1 ? layer : layer.avgPool2d(neighbourhood, 1, padding);
        }
        Tensor unfolded = layer.scope()
                .call(
                        ScriptFunction.of(
                                "unfold",
                                "x",
                                "torch.im2col(x, [%1$d, %1$d], [1, 1], [%2$d, %2$d], [1, 1])"
                                        .formatted(neighbourhood, padding)),
                        layer); // (N, C * side * side, H * W)
        long images = layer.size(0);
        long patches = unfolded.size(2);
        Tensor rows = unfolded.permute(0, 2, 1).reshape(images * patches, unfolded.size(1));
        return pooled(rows, layerDimensions)
                .reshape(images, patches, layerDimensions)
                .permute(0, 2, 1)
                .reshape(images, layerDimensions, layer.size(2), layer.size(3));
    }

    private static Tensor enlarged(Tensor layer, long height, long width) {
        if (layer.size(2) == height && layer.size(3) == width) {
            return layer;
        }
        return layer.scope()
                .call(
                        ScriptFunction.of(
                                "enlarge",
                                "x",
                                "torch.upsample_bilinear2d(x, [%d, %d], False, None, None)".formatted(height, width)),
                        layer);
    }

    /** (n, any) to (n, length), each row by the adaptive average. */
    private static Tensor pooled(Tensor rows, int length) {
        Tensor result = rows.scope()
                .call(
                        ScriptFunction.of("pool", "x", "torch.adaptive_avg_pool1d(x, [%d])".formatted(length)),
                        rows.reshape(1, rows.size(0), rows.size(1)));
        return result.reshape(rows.size(0), length);
    }
}
