package io.loupe.detectors.backbone;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Convolutions in a row, and how their input joins their output.
 *
 * @param path in the order of use
 * @param joined whether the input is added to the output
 * @param shortcut what the input goes through before it is added
 * @param activation behind the sum
 */
record Block(List<Convolution> path, boolean joined, Optional<Convolution> shortcut, Activation activation) {
    Block {
        path = List.copyOf(path);
    }

    Stream<Convolution> convolutions() {
        return Stream.concat(path.stream(), shortcut.stream());
    }

    int outputs() {
        return path.getLast().outputs();
    }
}
