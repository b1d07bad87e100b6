package io.loupe.detectors.distillation;

import static io.loupe.detectors.engine.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.efficientad.Arithmetic;
import io.loupe.detectors.efficientad.ChannelStatistics;
import io.loupe.detectors.engine.Adam;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Golden;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Target features, their statistics and one training step against PyTorch, see {@code golden_distillation.py}. */
class GoldenDistillationTest {
    private static final SafeTensors GOLDEN = Golden.read("distillation/distillation");
    private static final int CELLS = 16;
    private static final int SIZE = 64;
    private static final double LEARNING_RATE = 1e-4;

    /** Of a teacher's file: outputs, inputs, side of the window. */
    private static final Map<String, int[][]> LAYERS = Map.of(
            "small", new int[][] {{128, 3, 4}, {256, 128, 4}, {256, 256, 3}, {384, 256, 4}}, "medium", new int[][] {
                {256, 3, 4}, {512, 256, 4}, {512, 512, 1}, {512, 512, 3}, {384, 512, 4}, {384, 384, 1}
            });

    private final TensorRuntime runtime = new TensorRuntime(Tiny.CPU);

    @AfterEach
    void close() {
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"lite, 1, 40, 112", "wide, 3, 130, 260"})
    void targetFeaturesAreThoseOfTheAuthorsPipeline(String name, int salt, int fine, int coarse) {
        float[] features = target(salt, fine, coarse);

        assertThat(features).hasSize(384 * CELLS * CELLS);
        assertClose(name, Golden.sample(features), expected("features/" + name), 2e-6);
    }

    @ParameterizedTest
    @CsvSource({"small, 3, false", "small, 3, true", "medium, 1, false"})
    void aStepEqualsPyTorchs(String size, int count, boolean channelsLast) {
        DistillationSettings settings = Tiny.settings(Map.of("size", size, "batchSize", count));
        ChannelStatistics statistics = new ChannelStatistics("backbone", 384);
        for (int i = 0; i < 4; i++) {
            statistics.add(target(10 + 2 * i, 40, 112));
        }
        Normalisation normalisation = Normalisation.of(statistics, CELLS * CELLS);
        assertClose("mean", Golden.sample(normalisation.mean(), 60), expected(size + "/mean"), 1e-5);
        assertClose("deviation", Golden.sample(normalisation.deviation(), 60), expected(size + "/deviation"), 1e-5);
        List<float[]> images = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        float[] all = Formula.values(50, count * 3 * SIZE * SIZE, 2, 0);
        for (int i = 0; i < count; i++) {
            images.add(java.util.Arrays.copyOfRange(all, i * 3 * SIZE * SIZE, (i + 1) * 3 * SIZE * SIZE));
            targets.add(normalisation.apply(target(10 + 2 * i, 40, 112)));
        }
        Student student = new Student(
                runtime, settings, Parameters.stored(runtime, weights(size)), new Arithmetic(false, channelsLast));
        Adam adam = new Adam(runtime, student.variables(), LEARNING_RATE, 1e-5);

        assertExplained(size, student, images, targets);
        try (StepScope scope = runtime.training()) {
            double loss = student.backward(scope, images, targets);
            List<Gradient> gradients = scope.gradients();

            assertThat(loss / expected(size + "/loss")[0]).isCloseTo(1, within(1e-5));
            assertThat(gradients).hasSize(2 * LAYERS.get(size).length);
            for (Gradient gradient : gradients) {
                String name = gradient.variable().name();
                assertClose(
                        name,
                        Golden.sample(gradient.tensor().values(), 60),
                        expected(size + "/gradient/" + name),
                        1e-5);
            }
            adam.update(scope, gradients, 1);
        }

        assertWeights(size, student);
    }

    /** The first update is about a learning rate large whatever the gradient; a gradient near 0 may go either way. */
    private static void assertWeights(String size, Student student) {
        List<String> far = new ArrayList<>();
        student.variables().forEach(variable -> {
            float[] actual = Golden.sample(variable.values(), 60);
            float[] expected = expected(size + "/after/" + variable.name());
            for (int i = 0; i < expected.length; i++) {
                if (Math.abs(actual[i] - expected[i]) > 0.02 * LEARNING_RATE) {
                    far.add(variable.name() + "[" + i + "]: " + actual[i] + " instead of " + expected[i]);
                }
            }
        });
        assertThat(far).isEmpty();
    }

    private void assertExplained(String size, Student student, List<float[]> images, List<float[]> targets) {
        FeatureRegression regression = new FeatureRegression(384);
        for (int i = 0; i < images.size(); i++) {
            try (StepScope scope = runtime.inference()) {
                regression.add(targets.get(i), student.features(scope, images.get(i)));
            }
        }
        Map<String, Double> metrics = regression.metrics();
        assertThat(metrics.get("eval/feature_regression") / expected(size + "/loss")[0])
                .isCloseTo(1, within(1e-5));
        assertThat(metrics.get("eval/explained_variance")).isCloseTo(expected(size + "/explained")[0], within(1e-5));
    }

    @Test
    void aGreyPictureIsPillowsAtBothSizes() {
        float[] samples = Formula.values(72, 3 * 37 * 31, 127.5, 127.5);
        float[] values = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / 3;
            values[i % 3 * 37 * 31 + pixel] = (float) Math.rint(samples[i]) / 255f;
        }
        FloatImage grey = Images.toGrey(new FloatImage(31, 37, 3, values));

        for (int side : List.of(24, 48)) {
            float[] resized = Images.resize(grey, side, side).values();
            for (int i = 0; i < resized.length; i++) {
                resized[i] = Math.round(255 * resized[i]);
            }
            assertThat(Golden.sample(resized)).isEqualTo(expected("grey/" + side));
        }
    }

    private float[] target(int salt, int fine, int coarse) {
        int half = CELLS / 2;
        Tiny.Fixed backbone = new Tiny.Fixed(
                List.of(
                        Formula.values(salt, fine * CELLS * CELLS, 1, 0.2),
                        Formula.values(salt + 1, coarse * half * half, 1, 0.2)),
                List.of(fine, coarse),
                List.of(CELLS, half));
        return new TargetFeatures(runtime, Tiny.settings(Map.of()), backbone).of(new float[3 * 128 * 128]);
    }

    private static SafeTensors weights(String size) {
        TreeMap<String, HostTensor> tensors = new TreeMap<>();
        int[][] layers = LAYERS.get(size);
        for (int i = 0; i < layers.length; i++) {
            int[] layer = layers[i];
            int inputs = layer[1] * layer[2] * layer[2];
            String name = "conv" + (i + 1);
            put(
                    tensors,
                    name + ".weight",
                    Formula.values(600 + 2 * i, layer[0] * inputs, 1.7 / Math.sqrt(inputs), 0),
                    layer[0],
                    layer[1],
                    layer[2],
                    layer[2]);
            put(tensors, name + ".bias", Formula.values(601 + 2 * i, layer[0], 0.1, 0), layer[0]);
        }
        return new SafeTensors(new TreeMap<>(), tensors);
    }

    private static void put(Map<String, HostTensor> tensors, String name, float[] values, long... shape) {
        tensors.put(name, HostTensor.of(name, values, shape));
    }

    private static float[] expected(String name) {
        return GOLDEN.tensors().get(name).values();
    }
}
