package io.loupe.detectors.patchcore;

import static io.loupe.detectors.engine.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.patchcore.MemoryBank.Neighbours;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything between feature maps and scores against PyTorch and SciPy, see {@code golden_patchcore.py}. */
class GoldenPatchCoreTest {
    private static final int BANK = 40;
    private static final int DIMENSIONS = 16;
    private static final FakeBackbones.Fixed LAYERS = new FakeBackbones.Fixed(
            List.of("fine", "coarse"),
            List.of(Formula.values(1, 6 * 16 * 16, 1, 0.2), Formula.values(2, 10 * 8 * 8, 1, 0.2)),
            List.of(new long[] {1, 6, 16, 16}, new long[] {1, 10, 8, 8}));

    private static SafeTensors golden;

    private final TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2));

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file =
                GoldenPatchCoreTest.class.getResourceAsStream("/golden/patchcore/patchcore.safetensors")) {
            golden = SafeTensors.read(file.readAllBytes(), "patchcore");
        }
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"plain, 3, 0, 0", "authors, 3, 13, 9", "wide, 5, 7, 0", "single, 1, 0, 5"})
    void featuresAreThoseOfTheAuthorsPipeline(String name, int side, int layerDimensions, int dimensions) {
        PatchCoreSettings settings = Tiny.settings(
                Map.of("neighbourhood", side, "layerDimensions", layerDimensions, "dimensions", dimensions));
        try (StepScope scope = runtime.inference()) {
            var patches = new PatchFeatures(LAYERS, settings).of(scope, scope.zeros(1, 3, 64, 64));

            assertThat(List.of(patches.height(), patches.width())).containsExactly(16, 16);
            assertThat(patches.rows().shape())
                    .isEqualTo(tensor("features." + name).shape());
            assertClose(name, patches.rows().values(), expected("features." + name), 2e-6);
        }
    }

    @Test
    void nearestEntriesAndTheirDistances() {
        try (StepScope scope = runtime.inference()) {
            var rows = new PatchFeatures(LAYERS, Tiny.settings()).of(scope, scope.zeros(1, 3, 64, 64));
            Neighbours four = bank().nearest(scope, rows.rows(), 4);
            Neighbours one = bank().nearest(scope, rows.rows(), 1);

            float[] distances = expected("nearest.distances");
            float[] indices = expected("nearest.indices");
            assertClose("distances", roots(four.squared()), distances, 2e-6);
            for (int i = 0; i < indices.length; i++) {
                assertThat(four.indices()[i]).isEqualTo((int) indices[i]);
            }
            for (int i = 0; i < one.indices().length; i++) {
                assertThat(one.indices()[i]).isEqualTo((int) indices[4 * i]);
                assertThat((double) one.squared()[i]).isCloseTo(four.squared()[4 * i], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"map.plain, 1, euclidean, 4", "map.squared, 3, squared, 2.5", "map.rough, 1, euclidean, 0"})
    void mapsAndTheAuthorsImageScore(String name, int neighbours, String distance, double smoothing) {
        Map<String, Object> changes =
                Map.of("neighbours", neighbours, "distance", distance, "smoothing", smoothing, "imageScore", "amazon");

        var score = score(changes);

        assertClose(name, score.map().values(), expected(name), 2e-6);
        assertThat(score.imageScore()).isCloseTo(expected(name + ".amazon")[0], within(3e-6));
    }

    @ParameterizedTest
    @CsvSource({"3", "9"})
    void thePapersImageScore(int b) {
        var score = score(Map.of("imageScore", "paper", "reweightNeighbours", b));

        assertThat(score.imageScore()).isCloseTo(expected("paper." + b)[0], within(3e-6));
    }

    @Test
    void ofABankOfOnePatchThePapersImageScoreIsTheDistance() {
        MemoryBank one =
                new MemoryBank(runtime, HostTensor.of("bank", Formula.values(9, DIMENSIONS, 0.6, 0.2), 1, DIMENSIONS));

        double paper = score(Map.of("imageScore", "paper"), one).imageScore();

        assertThat(paper).isGreaterThan(0);
        assertThat(paper).isCloseTo(score(Map.of("imageScore", "amazon"), one).imageScore(), within(1e-6));
    }

    @Test
    void theLargestValueOfTheMapAsImageScore() {
        var score = score(Map.of("imageScore", "max"));

        assertThat(score.imageScore()).isEqualTo(score.map().max());
    }

    private MemberScorer.MemberScore score(Map<String, Object> changes) {
        return score(changes, bank());
    }

    private MemberScorer.MemberScore score(Map<String, Object> changes, MemoryBank bank) {
        PatchCoreSettings settings = Tiny.settings(changes);
        return new MemberScorer(runtime, new PatchFeatures(LAYERS, settings), bank, settings)
                .score(new float[3 * 64 * 64]);
    }

    private MemoryBank bank() {
        float[] values = Formula.values(9, BANK * DIMENSIONS, 0.6, 0.2);
        return new MemoryBank(runtime, HostTensor.of("bank", values, BANK, DIMENSIONS));
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private static float[] roots(float[] squared) {
        float[] roots = new float[squared.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = (float) Math.sqrt(squared[i]);
        }
        return roots;
    }

    private static float[] expected(String name) {
        return tensor(name).values();
    }

    private static HostTensor tensor(String name) {
        return golden.tensors().get(name);
    }
}
