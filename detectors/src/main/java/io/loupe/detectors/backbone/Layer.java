package io.loupe.detectors.backbone;

import java.util.List;

/**
 * Blocks whose last output can be asked for.
 *
 * @param name as the weights' library names it
 */
record Layer(String name, List<Block> blocks) {
    Layer {
        blocks = List.copyOf(blocks);
    }

    int outputs() {
        return blocks.getLast().outputs();
    }
}
