package io.loupe.detectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that DJL lacks or that we do our own way, against PyTorch. */
class OperationsTest {
    private static final SafeTensors GOLDEN = Golden.vtAdl("operations");

    private TensorRuntime runtime;

    @BeforeEach
    void open() {
        runtime = new TensorRuntime(new Compute("cpu", 2));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 1, 0", "9, 3, 1, 1", "7, 5, 1, 2", "9, 2, 0, 3", "6, 1, 0, 4", "11, 1, 0, 5"})
    void transposedConvolutionEqualsPyTorchInValuesAndGradients(int kernel, int stride, int padding, int salt) {
        Variable x = runtime.variable("x", Formula.values(10 * salt, 100, 1, 0), 2, 2, 5, 5);
        Variable w =
                runtime.variable("w", Formula.values(10 * salt + 1, 6 * kernel * kernel, 1, 0), 2, 3, kernel, kernel);
        Variable b = runtime.variable("b", Formula.values(10 * salt + 2, 3, 1, 0), 3);
        try (StepScope scope = runtime.training()) {
            Tensor y = scope.parameter(x).convTranspose2d(scope.parameter(w), scope.parameter(b), stride, padding);
            int count = y.values().length;
            Tensor weights = scope.tensor(Formula.values(10 * salt + 3, count, 1, 0), y.shape());
            scope.backward(y.mul(weights).sum());

            String key = "transposed/" + kernel + "-" + stride + "-" + padding + "/";
            Golden.assertClose("y", y.values(), golden(key + "y"), 2e-6);
            for (Gradient gradient : scope.gradients()) {
                String name = "d" + gradient.variable().name();
                Golden.assertClose(name, gradient.tensor().values(), golden(key + name), 5e-6);
            }
            assertThat(scope.gradients()).hasSize(3);
        }
    }

    @Test
    void poolingAndStridedConvolutionsEqualWhatIsWorkedOutByHand() {
        try (StepScope scope = runtime.inference()) {
            Tensor x = scope.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
            Tensor ones = scope.tensor(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);
            Tensor bias = scope.tensor(new float[] {10}, 1);

            assertThat(x.conv2d(ones, bias, 2, 1, 1).values()).containsExactly(11, 15, 21, 38);
            assertThat(x.conv2d(ones, 2, 1, 1).values()).containsExactly(1, 5, 11, 28);
            assertThat(x.avgPool2d(2, 2, 1).values()).containsExactly(0.25f, 1.25f, 2.75f, 7);
            assertThat(x.maxPool2d(2, 2, 1).values()).containsExactly(1, 3, 7, 9);
            assertThat(x.reshape(9).largest(3, 0).values()).containsExactlyInAnyOrder(9, 8, 7);
        }
    }

    @Test
    void onlyTheLargestValuesGetAGradient() {
        Variable w = runtime.variable("w", new float[] {1, 5, 3, 4}, 4);
        try (StepScope scope = runtime.training()) {
            scope.backward(scope.parameter(w).largest(2, 0).mean());

            assertThat(scope.gradients().getFirst().tensor().values()).containsExactly(0, 0.5f, 0, 0.5f);
        }
    }

    @Test
    void adamEqualsPyTorchToTheBit() {
        Variable w = runtime.variable("w", Formula.values(77, 40, 0.5, 0), 40);
        Adam adam = new Adam(runtime, List.of(w), 1e-2, 1e-2);
        for (int step = 0; step < 10; step++) {
            try (StepScope scope = runtime.training()) {
                Tensor gradient = scope.tensor(Formula.values(100 + step, 40, Math.pow(10, step - 5), 0), 40);
                adam.update(scope, List.of(new Gradient(w, 0, 40, gradient)), step + 1);
            }

            Golden.assertClose("after update " + (step + 1), w.values(), golden("adam/" + step), 3e-7);
        }
    }

    @Test
    void rowsOfAVariableAreUpdatedWithoutTouchingTheRest() {
        Variable w = runtime.variable("w", new float[] {1, 2, 3, 4}, 4);
        Adam adam = new Adam(runtime, List.of(w), 0.5, 0);
        try (StepScope scope = runtime.training()) {
            scope.backward(scope.parameter(w, 1, 3).square().sum());
            adam.update(scope, scope.gradients(), 1);
        }

        assertThat(w.values()).containsExactly(1, 1.5f, 2.5f, 4);
        assertThat(adam.state().getFirst().values()).containsExactly(0, 0.4f, 0.6f, 0);
    }

    @Test
    void gradientsOfNestedScopesComeToTheOuterOne() {
        Variable w = runtime.variable("w", new float[] {1, 2}, 2);
        try (StepScope outer = runtime.training()) {
            Tensor cut = outer.cut(outer.tensor(new float[] {5, 7}, 2));
            try (StepScope nested = outer.nested()) {
                nested.backward(nested.use(cut).mul(nested.parameter(w)).sum());
            }

            assertThat(outer.gradients()).hasSize(1);
            assertThat(outer.gradients().getFirst().tensor().values()).containsExactly(5, 7);
            assertThat(outer.gradientAt(cut).values()).containsExactly(1, 2);
        }
    }

    @Test
    void gradientsThatCallersComputeAreSummedInFloat32AndInTheVariablesOrder() {
        ScriptFunction turned = new ScriptFunction(
                "turned",
                List.of("x"),
                "return [torch.contiguous(x, memory_format=2), torch.to(x, 15)]",
                ScriptFunction.Result.LIST);
        Variable w = runtime.variable("w", 2, 2, 1, 2);
        try (StepScope outer = runtime.training()) {
            for (int pass = 0; pass < 2; pass++) {
                try (StepScope nested = outer.nested()) {
                    Tensor x = nested.tensor(new float[] {1, 2, 3, 1 + 1 / 256f}, 1, 2, 1, 2);
                    List<Tensor> both = nested.callForAll(turned, x);
                    nested.addGradient(w, 1, 2, both.getFirst());
                    nested.addGradient(w, 1, 2, both.getLast());
                    nested.addGradient(w, 0, 1, x);
                }
            }

            List<Gradient> gradients = outer.gradients();

            assertThat(gradients).extracting(Gradient::fromRow).containsExactly(1L, 0L);
            // 1 + 1/256 is between two numbers of bfloat16 and becomes the even one, 1.
            assertThat(gradients.getFirst().tensor().values()).containsExactly(4, 8, 12, 4 + 2 / 256f);
            assertThat(gradients.getLast().tensor().values()).containsExactly(2, 4, 6, 2 + 2 / 256f);
            assertThat(outer.gradients()).as("asked for again").isSameAs(gradients);
        }
    }

    @Test
    void aKnownGradientOfATensorIsCarriedBackLikeALosss() {
        Variable w = runtime.variable("w", new float[] {3, 4}, 2);
        try (StepScope scope = runtime.training()) {
            Tensor squares = scope.parameter(w).square();
            scope.backward(squares, scope.tensor(new float[] {1, 10}, 2));

            assertThat(scope.gradients().getFirst().tensor().values()).containsExactly(6, 80);
        }
    }

    @Test
    void scopesLeaveNothingBehind() {
        Variable w = runtime.variable("w", new float[] {1, 2}, 2);
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (StepScope scope = runtime.training()) {
                Tensor y = scope.parameter(w).atLeast(0).slice(0, 0, 1);
                try (StepScope nested = scope.nested()) {
                    nested.use(y).square().values();
                }
                scope.backward(y.square().sum());
                scope.gradients();
            }
            live.add(runtime.liveArrays());
        }

        assertThat(live.subList(1, 4)).containsOnly(live.get(1));
    }

    @Test
    void logSumExpAndLimitsAreExact() {
        try (StepScope scope = runtime.inference()) {
            Tensor x = scope.tensor(new float[] {-1000, 0, 1000, 1000}, 2, 2);

            assertThat(x.logSumExp(-1).values()).containsExactly(0, 1000 + (float) Math.log(2));
            assertThat(x.atLeast(0).values()).containsExactly(0, 0, 1000, 1000);
            assertThat(x.between(-8, 8).values()).containsExactly(-8, 0, 8, 8);
        }
    }

    @Test
    void anUnknownDeviceIsRefused() {
        assertThatThrownBy(() -> new TensorRuntime(new Compute("tpu", 2)))
                .isInstanceOf(DetectorException.class)
                .hasMessage("device: unknown device \"tpu\"");
    }

    private static float[] golden(String name) {
        return GOLDEN.tensors().get(name).values();
    }
}
