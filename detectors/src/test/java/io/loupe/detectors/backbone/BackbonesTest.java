package io.loupe.detectors.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackbonesTest {
    private static final TensorRuntime RUNTIME = new TensorRuntime(new Compute("cpu", 2));

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @ParameterizedTest
    @CsvSource({
        "efficientnet-lite0, 4652008",
        "resnet-18, 11689512",
        "wide-resnet-50-2, 68883240",
        "wide-resnet-101-2, 126886696",
    })
    void theNetworksHaveTheirPublishedNumberOfParameters(String name, long parameters) {
        assertThat(Backbones.architecture(name).parameters()).isEqualTo(parameters);
        assertThat(GoldenBackbones.read(name).metadata()).containsEntry("parameters", Long.toString(parameters));
    }

    /** Folding changes rounding, which deep networks amplify; nothing else may differ. */
    @ParameterizedTest
    @CsvSource({"efficientnet-lite0, 1e-5", "resnet-18, 1e-5", "wide-resnet-50-2, 1e-5", "wide-resnet-101-2, 1e-5"})
    void featuresEqualThoseOfTheNetworksOwnLibrary(String name, double tolerance) {
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2))) {
            Architecture architecture = Backbones.architecture(name);
            List<String> all = architecture.layers().stream().map(Layer::name).toList();
            Backbone backbone = FrozenNetwork.of(
                    runtime,
                    Cut.of(architecture, all),
                    "",
                    convolution -> FoldedWeights.of(
                            convolution, architecture.epsilon(), FormulaWeights.of(convolution), "formula"));

            GoldenBackbones.assertEqual(runtime, backbone, GoldenBackbones.read(name), tolerance);
        }
    }

    @Test
    void aBackboneOfAModelsFileGivesTheSameFeaturesBitForBit() {
        List<String> layers = List.of("blocks.4", "blocks.1");
        Backbone opened = Backbones.open(RUNTIME, "efficientnet-lite0", layers, lite0(layers));
        byte[] file = SafeTensors.write(Map.of(), opened.weights());

        Backbone stored = Backbones.stored(
                RUNTIME, "efficientnet-lite0", layers, SafeTensors.read(file, "model"), Backbones.PREFIX);

        assertThat(opened.weights()).allMatch(variable -> variable.name().startsWith("backbone."));
        assertThat(stored.channels()).containsExactly(40, 24);
        assertThat(SafeTensors.write(Map.of(), stored.weights())).isEqualTo(file);
        List<float[]> expected = features(opened);
        List<float[]> actual = features(stored);
        assertThat(actual.get(0)).containsExactly(expected.get(0));
        assertThat(actual.get(1)).containsExactly(expected.get(1));
    }

    @Test
    void onlyWhatTheDeepestLayerNeedsIsLoaded() {
        Backbone backbone =
                Backbones.open(RUNTIME, "efficientnet-lite0", List.of("blocks.1"), lite0(List.of("blocks.1")));

        assertThat(backbone.weights())
                .extracting(variable -> variable.name())
                .contains("backbone._blocks.1._project_conv.bias")
                .noneMatch(name -> name.startsWith("backbone._blocks.2"))
                .hasSize(2 * (1 + 2 + 3));
    }

    @Test
    void featuresLeaveNothingBehindAndRecordNoGradient() {
        Backbone backbone =
                Backbones.open(RUNTIME, "efficientnet-lite0", List.of("blocks.2"), lite0(List.of("blocks.2")));
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (StepScope scope = RUNTIME.training()) {
                Tensor image = scope.cut(GoldenBackbones.images(scope, 1, 40, 40));
                Tensor feature = backbone.features(scope, image).getFirst();
                Tensor weight = scope.cut(scope.tensor(new float[] {2}, 1));
                scope.backward(feature.mul(weight).sum());

                assertThat(scope.gradientAt(weight).value()).isNotZero();
                assertThat(scope.gradientAt(image).values()).containsOnly(0);
            }
            live.add(RUNTIME.liveArrays());
        }
        assertThat(live).containsOnly(live.getFirst());
    }

    @Test
    void theSameImageGivesTheSameBitsAgain() {
        Backbone backbone =
                Backbones.open(RUNTIME, "efficientnet-lite0", List.of("blocks.2"), lite0(List.of("blocks.2")));
        List<float[]> first = features(backbone);
        List<float[]> second = features(backbone);

        assertThat(second.getFirst()).containsExactly(first.getFirst());
    }

    @Test
    void anUnknownBackboneOrLayerIsNamed() {
        assertThatThrownBy(() -> Backbones.open(RUNTIME, "vgg", List.of("layer1"), WeightsLibrary.EMPTY))
                .isInstanceOf(DetectorException.class)
                .hasMessage("vgg: there is no backbone of this name")
                .extracting(e -> ((DetectorException) e).advice())
                .asString()
                .contains("wide-resnet-50-2");
        assertThatThrownBy(() -> Backbones.open(RUNTIME, "resnet-18", List.of("layer5"), WeightsLibrary.EMPTY))
                .isInstanceOf(DetectorException.class)
                .hasMessage("resnet-18: there is no layer \"layer5\"")
                .extracting(e -> ((DetectorException) e).advice())
                .isEqualTo("use some of layer1, layer2, layer3, layer4, each once");
        assertThatThrownBy(() -> Backbones.open(RUNTIME, "resnet-18", List.of(), WeightsLibrary.EMPTY))
                .isInstanceOf(DetectorException.class);
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedByItsTensor() {
        List<String> layers = List.of("blocks.1");
        TreeMap<String, HostTensor> tensors = new TreeMap<>(lite0(layers).tensors());
        tensors.remove("_blocks.1._bn1.running_var");

        assertThatThrownBy(() ->
                        Backbones.open(RUNTIME, "efficientnet-lite0", layers, new Weights("mine.pth", "0", tensors)))
                .isInstanceOf(DetectorException.class)
                .hasMessage(
                        "weights mine.pth, tensor _blocks.1._bn1.running_var: nothing where this network needs [96]");
        assertThatThrownBy(() ->
                        Backbones.open(RUNTIME, "resnet-18", List.of("layer1"), new Weights("mine.pth", "0", tensors)))
                .hasMessageContaining("tensor conv1.weight: nothing where this network needs [64, 3, 7, 7]");
    }

    private static List<float[]> features(Backbone backbone) {
        try (StepScope scope = RUNTIME.inference()) {
            return backbone.features(scope, GoldenBackbones.images(scope, 1, 64, 48)).stream()
                    .map(Tensor::values)
                    .toList();
        }
    }

    private static Weights lite0(List<String> layers) {
        TreeMap<String, HostTensor> tensors = new TreeMap<>();
        Cut.of(EfficientNetLite.lite0(), layers)
                .convolutions()
                .forEach(convolution -> tensors.putAll(FormulaWeights.of(convolution)));
        return new Weights("efficientnet-lite0", "0", tensors);
    }
}
