package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A teacher's weights as they come: named {@code conv1.weight}, ... as anomalib and this product do, or by the place in
 * PyTorch's {@code Sequential}, {@code 0.weight}, {@code 3.weight}, ..., as the first published files are.
 */
final class TeacherFile {
    private static final Map<PdnSize, List<Integer>> PLACES =
            Map.of(PdnSize.SMALL, List.of(0, 3, 6, 8), PdnSize.MEDIUM, List.of(0, 3, 6, 8, 10, 12));

    private TeacherFile() {}

    /** The name of the published teacher. */
    static String published(PdnSize size) {
        return "efficientad-teacher-" + size.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tensors under the names {@code conv1.weight}, {@code conv1.bias}, ...
     *
     * @throws DetectorException with {@code USER} if a tensor is missing or has another shape
     */
    static SafeTensors read(Weights weights, PdnSize size, List<PdnLayer> layers) {
        SortedMap<String, HostTensor> tensors = new TreeMap<>();
        for (int i = 0; i < layers.size(); i++) {
            PdnLayer layer = layers.get(i);
            String place = Integer.toString(PLACES.get(size).get(i));
            put(tensors, weights, size, layer.name(), place, ".weight", layer.weightShape());
            put(tensors, weights, size, layer.name(), place, ".bias", new long[] {layer.outputs()});
        }
        return new SafeTensors(new TreeMap<>(Map.of("name", weights.name(), "sha256", weights.sha256())), tensors);
    }

    private static void put(
            SortedMap<String, HostTensor> tensors,
            Weights weights,
            PdnSize size,
            String layer,
            String place,
            String kind,
            long[] shape) {
        HostTensor found =
                weights.tensors().getOrDefault(layer + kind, weights.tensors().get(place + kind));
        if (found == null) {
            throw wrong(weights, size, "it has neither " + layer + kind + " nor " + place + kind);
        }
        if (!Arrays.equals(found.shape(), shape)) {
            throw wrong(weights, size, found + " where " + Arrays.toString(shape) + " is needed");
        }
        tensors.put(layer + kind, new HostTensor(layer + kind, shape, found.bytes()));
    }

    private static DetectorException wrong(Weights weights, PdnSize size, String how) {
        return new DetectorException(
                Kind.USER,
                "wrong teacher file: no " + size.title() + " of a teacher, " + how,
                "teacher " + weights.name(),
                "use " + published(size) + " or another teacher of this size, or change the size");
    }
}
