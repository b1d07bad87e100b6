package io.loupe.detectors.backbone;

import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import java.util.List;

/**
 * A pretrained network, cut behind the deepest layer that is asked of it. Never trained: batch normalisation uses its
 * running statistics, and no gradient is recorded.
 */
public interface Backbone {
    /** Its name in documents, such as {@code wide-resnet-50-2}. */
    String name();

    /** The layers whose outputs {@link #features} gives, in its order, by their names, such as {@code layer2}. */
    List<String> layers();

    /** Channels of each of {@link #layers()}. */
    List<Integer> channels();

    /**
     * The feature maps.
     *
     * @param images shape (N, 3, H, W), RGB in [0, 1]; the backbone normalises them as its weights were trained
     * @return one tensor (N, C, H', W') for each of {@link #layers()}, in the scope
     */
    List<Tensor> features(StepScope scope, Tensor images);

    /** What the layers in use need, to be kept in a model's file; read again, they make the same backbone. */
    List<Variable> weights();
}
