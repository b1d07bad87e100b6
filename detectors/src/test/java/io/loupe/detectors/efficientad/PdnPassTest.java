package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passes in other arithmetic than that of {@link GoldenTrainingTest}, and the pixels that no output sees. */
class PdnPassTest {
    private static final int OUTPUTS = 16;
    private static final int SIDE = 64;
    private static final Arithmetic BFLOAT16 = new Arithmetic(true, true);

    private final TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2));

    @AfterEach
    void close() {
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"SMALL, false", "MEDIUM, false", "SMALL, true"})
    void gradientsInBfloat16AreThoseOfFloat32ButForRounding(PdnSize size, boolean padded) {
        Map<String, float[]> rounded = gradients(pdn(size, padded, BFLOAT16), SIDE);
        Map<String, float[]> plain = gradients(pdn(size, padded, Arithmetic.PLAIN), SIDE);

        assertThat(rounded.keySet()).isEqualTo(plain.keySet()).hasSize(size == PdnSize.SMALL ? 8 : 12);
        // The first layer's pass through all of them: up to 0.07. A wrong one is off by about its length.
        plain.forEach((name, expected) ->
                assertThat(distance(rounded.get(name), expected)).as(name).isLessThan(0.15));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void pixelsBeyondTheLastWindowChangeNothing(int more) {
        Pdn pdn = pdn(PdnSize.SMALL, false, new Arithmetic(false, true));

        Map<String, float[]> expected = gradients(pdn, Pdn.RECEPTIVE_FIELD + 4 * Pdn.STRIDE);
        Map<String, float[]> actual = gradients(pdn, Pdn.RECEPTIVE_FIELD + 4 * Pdn.STRIDE + more);

        expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).containsExactly(values));
    }

    @Test
    void aPassGoesBackOnce() {
        Pdn pdn = pdn(PdnSize.SMALL, false, Arithmetic.PLAIN);
        try (StepScope scope = runtime.training()) {
            PdnPass pass = pdn.bind(scope).all().pass(scope, scope.zeros(1, 3, SIDE, SIDE));
            pass.backward(scope.zeros(pass.output().shape()));

            assertThatThrownBy(() -> pass.backward(scope.zeros(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("once");
        }
    }

    @Test
    void aMergedReluGivesTheSameBits() {
        assumeTrue(runtime.mergesReluInBfloat16(), "this processor has no units for bfloat16");
        PdnLayer layer = new PdnLayer("conv", 8, 24, 4, 0, true, false);
        try (StepScope scope = runtime.inference()) {
            Tensor x = scope.tensor(Formula.values(1, 8 * 30 * 30, 2, 0), 1, 8, 30, 30);
            Tensor weight = scope.tensor(Formula.values(2, 24 * 8 * 16, 2, 0), 24, 8, 4, 4);
            Tensor bias = scope.tensor(Formula.values(3, 24, 2, 0), 24);

            float[] separate = convolved(scope, layer, BFLOAT16, x, weight, bias);
            float[] merged = convolved(scope, layer, BFLOAT16.on(runtime), x, weight, bias);

            assertThat(BFLOAT16.on(runtime).mergedRelu()).isTrue();
            assertThat(merged).containsExactly(separate).contains(0);
        }
    }

    private static float[] convolved(StepScope scope, PdnLayer layer, Arithmetic arithmetic, Tensor... arguments) {
        Script script = new Script(arithmetic, "x", "weight", "bias");
        String y =
                script.convolved(layer, false, script.laidOut("x"), script.laidOut("weight"), script.narrowed("bias"));
        return scope.call(script.function("test", script.float32(y)), arguments).values();
    }

    private Pdn pdn(PdnSize size, boolean padded, Arithmetic arithmetic) {
        var layers = PdnLayer.of(size, FormulaWeights.TINY, OUTPUTS);
        SafeTensors weights = new FormulaWeights().pdn("", layers, 100).stored();
        return new Pdn(Parameters.stored(runtime, weights), "", layers, padded, arithmetic);
    }

    /** Of the sum of weighted outputs; pixels stay where they are when the image gets larger. */
    private Map<String, float[]> gradients(Pdn pdn, int side) {
        float[] pixels = Formula.values(7, 3 * SIDE * SIDE, 2, 0);
        try (StepScope scope = runtime.training()) {
            Tensor images =
                    scope.tensor(pixels, 1, 3, SIDE, SIDE).slice(2, 0, side).slice(3, 0, side);
            PdnPass pass = pdn.bind(scope).all().pass(scope, images);
            long[] shape = pass.output().shape();
            int count = Math.toIntExact(pass.output().elements());
            pass.backward(scope.tensor(Formula.values(8, count, 1, 0), shape));

            Map<String, float[]> gradients = new TreeMap<>();
            for (Gradient gradient : scope.gradients()) {
                gradients.put(gradient.variable().name(), gradient.tensor().values());
            }
            return gradients;
        }
    }

    /** Of two vectors, as a part of the second one's length. */
    private static double distance(float[] actual, float[] expected) {
        double squares = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(squares / length);
    }
}
