package io.loupe.detectors.backbone;

import java.util.List;
import java.util.stream.Stream;

/**
 * A network as its pieces.
 *
 * @param scale what a channel in [0, 1] is multiplied by
 * @param shift what is then added
 * @param epsilon of its batch normalisation
 * @param stem its first convolution
 * @param pooled whether the stem is followed by a maximum over 3 x 3, stride 2, padding 1
 * @param headParameters number of parameters behind the last layer, which are never loaded
 */
record Architecture(
        String name,
        double[] scale,
        double[] shift,
        double epsilon,
        Convolution stem,
        boolean pooled,
        List<Layer> layers,
        long headParameters) {
    Architecture {
        layers = List.copyOf(layers);
    }

    /** All of the network, its classifier counted: the number that its library publishes. */
    long parameters() {
        return headParameters
                + Stream.concat(
                                Stream.of(stem),
                                layers.stream()
                                        .flatMap(layer -> layer.blocks().stream())
                                        .flatMap(Block::convolutions))
                        .mapToLong(Convolution::parameters)
                        .sum();
    }
}
