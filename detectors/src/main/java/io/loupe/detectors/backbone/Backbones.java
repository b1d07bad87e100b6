package io.loupe.detectors.backbone;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The backbones that there are, and the two ways to one: from weights of its library, and from a model's file. */
public final class Backbones {
    /** What the names of a backbone's variables begin with, unless another prefix is asked for. */
    public static final String PREFIX = "backbone.";

    private static final Map<String, Supplier<Architecture>> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("efficientnet-lite0", EfficientNetLite::lite0);
        KNOWN.put("resnet-18", ResNets::resNet18);
        KNOWN.put("wide-resnet-50-2", ResNets::wideResNet50);
        KNOWN.put("wide-resnet-101-2", ResNets::wideResNet101);
    }

    private Backbones() {}

    /** Names that can be opened. */
    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    /**
     * The layers of a network, from input to output, by name with their channels.
     *
     * @throws DetectorException with {@code USER} if there is no such network
     */
    public static Map<String, Integer> layers(String name) {
        Map<String, Integer> layers = new LinkedHashMap<>();
        architecture(name).layers().forEach(layer -> layers.put(layer.name(), layer.outputs()));
        return layers;
    }

    /**
     * Opens a network with the weights of the same name; its variables' names begin with {@link #PREFIX}.
     *
     * @param layers whose outputs are wanted, in the order of {@link Backbone#features}
     * @throws DetectorException with {@code USER} if there is no such network or layer, if the weights are not there, or
     *     if they are not this network's
     */
    public static Backbone open(TensorRuntime runtime, String name, List<String> layers, WeightsLibrary library) {
        Cut cut = Cut.of(architecture(name), layers);
        return open(runtime, name, layers, library.load(cut.architecture().name()));
    }

    /**
     * Opens a network with weights that need not have its name, such as a file of the user's.
     *
     * @throws DetectorException with {@code USER} if there is no such network or layer, or if the weights are not this
     *     network's
     */
    public static Backbone open(TensorRuntime runtime, String name, List<String> layers, Weights weights) {
        Cut cut = Cut.of(architecture(name), layers);
        return FrozenNetwork.of(
                runtime,
                cut,
                PREFIX,
                convolution -> FoldedWeights.of(
                        convolution, cut.architecture().epsilon(), weights.tensors(), "weights " + weights.name()));
    }

    /**
     * Makes the backbone again whose {@link Backbone#weights()} are in a model's file.
     *
     * @param prefix what the variables' names begin with
     * @throws DetectorException with {@code USER} if there is no such network or layer, or if the file holds others
     */
    public static Backbone stored(
            TensorRuntime runtime, String name, List<String> layers, SafeTensors model, String prefix) {
        return FrozenNetwork.of(runtime, Cut.of(architecture(name), layers), prefix, convolution -> {
            String place = prefix + convolution.weight();
            return new FoldedWeights(
                    FoldedWeights.values(model.tensors(), "the model", place + ".weight", convolution.shape()),
                    FoldedWeights.values(model.tensors(), "the model", place + ".bias", convolution.outputs()));
        });
    }

    /**
     * Checks names of settings.
     *
     * @param layers the finest first
     * @throws IllegalArgumentException if there is no such backbone or layer, if the layers are not in its order, or if one
     *     is named twice
     */
    public static void requireInOrder(String name, List<String> layers) {
        if (!KNOWN.containsKey(name)) {
            throw new IllegalArgumentException("there is no backbone \"" + name + "\"; known are " + quoted(names()));
        }
        List<String> known = List.copyOf(layers(name).keySet());
        for (String layer : layers) {
            if (!known.contains(layer)) {
                throw new IllegalArgumentException(
                        name + " has no layer \"" + layer + "\"; it has " + String.join(", ", known));
            }
        }
        for (int i = 1; i < layers.size(); i++) {
            int before = known.indexOf(layers.get(i - 1));
            if (known.indexOf(layers.get(i)) == before) {
                throw new IllegalArgumentException("layer " + layers.get(i) + " is named twice");
            }
            if (known.indexOf(layers.get(i)) < before) {
                throw new IllegalArgumentException(layers.get(i - 1) + " lies behind " + layers.get(i) + " in " + name
                        + "; name the finest layer first");
            }
        }
    }

    static Architecture architecture(String name) {
        Supplier<Architecture> known = KNOWN.get(name);
        if (known == null) {
            throw new DetectorException(
                    Kind.USER, "there is no backbone of this name", name, "use one of " + quoted(names()));
        }
        return known.get();
    }

    static String quoted(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}
