package io.loupe.detectors.image;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Files made by {@code src/test/python/golden_images.py}. */
final class Golden {
    private Golden() {}

    static Path file(String name) {
        try {
            return Path.of(Golden.class.getResource("/golden/image/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
