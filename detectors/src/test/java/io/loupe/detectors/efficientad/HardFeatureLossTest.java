package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.Compute;
import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;
import io.loupe.detectors.efficientad.HardFeatureLoss.Route;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Golden;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way that computes few positions twice against the one that computes all, two images at once. */
class HardFeatureLossTest {
    private static final int FEATURES = 16;
    private static final int HEIGHT = 256;
    private static final int WIDTH = 272;
    private static final int IMAGES = 2;

    private final TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2));

    @AfterEach
    void close() {
        runtime.close();
    }

    /** With 0.9 so many errors are wanted that they are not looked for in blocks. */
    @ParameterizedTest
    @CsvSource({"SMALL, 0.999, true", "SMALL, 0.9, true", "SMALL, 0.999, false", "MEDIUM, 0.999, true"})
    void bothRoutesAreTheSameMathematics(PdnSize size, double quantile, boolean channelsLast) {
        List<PdnLayer> layers = PdnLayer.of(size, FormulaWeights.TINY, FEATURES);
        SafeTensors weights = new FormulaWeights().pdn("", layers, 100).stored();
        Pdn student =
                new Pdn(Parameters.stored(runtime, weights), "", layers, false, new Arithmetic(false, channelsLast));
        Map<String, float[]> dense = new TreeMap<>();
        Map<String, float[]> sparse = new TreeMap<>();

        double expected = backward(student, quantile, Route.DENSE, dense);
        double actual = backward(student, quantile, Route.SPARSE, sparse);

        assertThat(actual / expected).isCloseTo(1, within(1e-5));
        assertThat(sparse.keySet()).isEqualTo(dense.keySet()).hasSize(2 * layers.size());
        dense.forEach((name, values) -> Golden.assertClose(name, sparse.get(name), values, 1e-5));
    }

    private double backward(Pdn student, double quantile, Route route, Map<String, float[]> gradients) {
        Geometry rows = Geometry.of(HEIGHT, false, Frame.EDGE);
        Geometry columns = Geometry.of(WIDTH, false, Frame.EDGE);
        HardFeatureLoss loss = new HardFeatureLoss(rows, columns, FEATURES, quantile, student, route);
        try (StepScope scope = runtime.training()) {
            Tensor images =
                    scope.tensor(Formula.values(7, IMAGES * 3 * HEIGHT * WIDTH, 2, 0), IMAGES, 3, HEIGHT, WIDTH);
            int positions = rows.cells() * columns.cells();
            Tensor target = scope.tensor(
                    Formula.values(8, IMAGES * FEATURES * positions, 1, 0),
                    IMAGES,
                    FEATURES,
                    rows.cells(),
                    columns.cells());
            double value = loss.backward(scope, student.bind(scope).all(), images, target);
            for (Gradient gradient : scope.gradients()) {
                gradients.put(gradient.variable().name(), gradient.tensor().values());
            }
            return value;
        }
    }
}
