package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Golden;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks at full size against a reference in PyTorch, both layouts in memory. */
class GoldenNetworkTest {
    private static final SafeTensors GOLDEN = Golden.read("efficientad/efficientad");
    private static final Compute CPU = new Compute("cpu", 2);

    @ParameterizedTest
    @CsvSource({
        "SMALL, 256, 256, false, false",
        "SMALL, 256, 256, false, true",
        "SMALL, 256, 290, true, false",
        "MEDIUM, 256, 256, false, false",
    })
    void patchDescriptionNetworks(PdnSize size, int height, int width, boolean padded, boolean channelsLast) {
        SafeTensors weights = new FormulaWeights()
                .pdn("", PdnLayer.of(size, Widths.of(size), 384), 100)
                .stored();
        try (TensorRuntime runtime = new TensorRuntime(CPU);
                StepScope scope = runtime.inference()) {
            Pdn pdn = new Pdn(
                    Parameters.stored(runtime, weights), "", size, 384, padded, new Arithmetic(false, channelsLast));

            Tensor features = pdn.bind(scope).all().features(scope, images(scope, 7, height, width));

            assertEqual("pdn/" + size.name().toLowerCase() + "/" + height + "x" + width + "/" + padded + "/", features);
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 256, false", "260, 515, true"})
    void autoencoders(int height, int width, boolean padded) {
        Widths widths = Widths.of(PdnSize.SMALL);
        SafeTensors weights = new FormulaWeights().autoencoder(widths, 200).stored();
        try (TensorRuntime runtime = new TensorRuntime(CPU);
                StepScope scope = runtime.inference()) {
            Autoencoder autoencoder = new Autoencoder(
                    runtime,
                    Parameters.stored(runtime, weights),
                    widths,
                    Geometry.of(height, padded, Frame.EDGE),
                    Geometry.of(width, padded, Frame.EDGE),
                    Arithmetic.PLAIN);

            assertEqual(
                    "autoencoder/" + height + "x" + width + "/",
                    autoencoder.features(scope, images(scope, 8, height, width)));
        }
    }

    private static void assertEqual(String key, Tensor actual) {
        float[] values = actual.values();
        assertThat(LongStream.of(actual.shape()).toArray())
                .as("shape")
                .isEqualTo(shape(GOLDEN.tensors().get(key + "shape").values()));
        Golden.assertClose(
                key, Golden.sample(values), GOLDEN.tensors().get(key + "sample").values(), 1e-5);
        double mean = 0;
        double squares = 0;
        for (float value : values) {
            mean += value / values.length;
            squares += (double) value * value / values.length;
        }
        Golden.assertClose(
                key + " mean and mean square of all values",
                new float[] {(float) mean, (float) squares},
                GOLDEN.tensors().get(key + "moments").values(),
                1e-5);
    }

    private static long[] shape(float[] values) {
        long[] shape = new long[values.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (long) values[i];
        }
        return shape;
    }

    private static Tensor images(StepScope scope, int salt, int height, int width) {
        return scope.tensor(Formula.values(salt, 3 * height * width, 2, 0), 1, 3, height, width);
    }
}
