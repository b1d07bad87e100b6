package io.loupe.detectors.backbone;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network up to the deepest layer that is asked of it.
 *
 * @param wanted names of layers, in the order of asking
 */
record Cut(Architecture architecture, List<String> wanted) {
    static Cut of(Architecture architecture, List<String> wanted) {
        List<String> names = architecture.layers().stream().map(Layer::name).toList();
        String advice = "use some of " + Backbones.quoted(names) + ", each once";
        if (wanted.isEmpty() || wanted.stream().distinct().count() != wanted.size()) {
            throw new DetectorException(
                    Kind.USER, "layers " + wanted + " name none or one twice", architecture.name(), advice);
        }
        for (String layer : wanted) {
            if (!names.contains(layer)) {
                throw new DetectorException(
                        Kind.USER, "there is no layer \"" + layer + "\"", architecture.name(), advice);
            }
        }
        return new Cut(architecture, List.copyOf(wanted));
    }

    /** The layers that are computed. */
    List<Layer> layers() {
        int deepest = 0;
        for (int i = 0; i < architecture.layers().size(); i++) {
            deepest = wanted.contains(architecture.layers().get(i).name()) ? i : deepest;
        }
        return architecture.layers().subList(0, deepest + 1);
    }

    List<Integer> channels() {
        return wanted.stream()
                .map(name -> architecture.layers().stream()
                        .filter(layer -> layer.name().equals(name))
                        .findAny()
                        .orElseThrow()
                        .outputs())
                .toList();
    }

    /** The convolutions that are computed, in the order of the network. */
    List<Convolution> convolutions() {
        return Stream.concat(
                        Stream.of(architecture.stem()),
                        layers().stream()
                                .flatMap(layer -> layer.blocks().stream())
                                .flatMap(Block::convolutions))
                .toList();
    }
}
