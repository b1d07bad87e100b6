package io.loupe.detectors.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Golden;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Feature maps that the networks' own libraries computed with PyTorch. */
final class GoldenBackbones {
    private static final int SAMPLES = 100;

    private GoldenBackbones() {}

    static SafeTensors read(String name) {
        try (InputStream file =
                GoldenBackbones.class.getResourceAsStream("/golden/backbone/" + name + ".safetensors")) {
            return SafeTensors.read(file.readAllBytes(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tensor images(StepScope scope, int batch, int height, int width) {
        float[] values = Formula.values(77, batch * 3 * height * width, 0.5, 0.5);
        return scope.tensor(values, batch, 3, height, width);
    }

    /** All layers of a backbone for an even, an odd and a narrow image. */
    static void assertEqual(TensorRuntime runtime, Backbone backbone, SafeTensors golden, double tolerance) {
        for (int[] size : new int[][] {{2, 64, 64}, {1, 65, 97}, {1, 47, 34}}) {
            try (StepScope scope = runtime.inference()) {
                List<Tensor> features = backbone.features(scope, images(scope, size[0], size[1], size[2]));
                for (int i = 0; i < features.size(); i++) {
                    String place =
                            size[1] + "x" + size[2] + "/" + backbone.layers().get(i);
                    assertThat(floats(features.get(i).shape()))
                            .as(place)
                            .containsExactly(
                                    golden.tensors().get(place + "/shape").values());
                    assertThat((long) backbone.channels().get(i))
                            .isEqualTo(features.get(i).size(1));
                    Golden.assertClose(
                            backbone.name() + " " + place,
                            sample(features.get(i).values()),
                            golden.tensors().get(place).values(),
                            tolerance);
                }
            }
        }
    }

    private static float[] sample(float[] values) {
        int stride = Math.max(1, values.length / SAMPLES);
        float[] sample = new float[Math.ceilDiv(values.length, stride)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values[i * stride];
        }
        return sample;
    }

    private static float[] floats(long[] shape) {
        float[] floats = new float[shape.length];
        for (int i = 0; i < shape.length; i++) {
            floats[i] = shape[i];
        }
        return floats;
    }
}
