package io.loupe.detectors;

import java.util.Map;
import java.util.TreeMap;

/**
 * Everything needed to go on exactly.
 *
 * @param step steps done
 * @param parts immutable parts by name: {@code weights}, {@code optimizer}, {@code statistics}, ...; each a
 *     {@code .safetensors} file's bytes. Equal state gives equal bytes. {@code weights} is always there.
 */
public record CheckpointState(long step, Map<String, byte[]> parts) {
    public static final String WEIGHTS = "weights";

    /** The part that only training goes on from: moments and the like. Whoever scores images is not given it. */
    public static final String OPTIMIZER = "optimizer";

    public CheckpointState {
        parts = Map.copyOf(new TreeMap<>(parts));
    }
}
