package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Scorer.Score;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.HardFeatureLoss.Route;
import io.loupe.detectors.testing.Discs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EfficientAdScorerTest {
    private static final Compute CPU = new Compute("cpu", 2);

    @TempDir
    private Path folder;

    static List<EfficientAdSettings> everyKind() {
        return List.of(
                settings(Map.of()),
                settings(Map.of("frame", "lowest", "imageWidth", 260)),
                settings(Map.of("frame", "edge", "autoencoder", false)),
                settings(Map.of("frame", "reflect", "mapNormalisation", "gaussian")),
                settings(Map.of("padding", true, "mapNormalisation", "none")),
                settings(Map.of("size", "medium", "precision", "bfloat16")));
    }

    static List<EfficientAdSettings> someKinds() {
        return List.of(settings(Map.of()), settings(Map.of("size", "medium", "precision", "bfloat16")));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void theImageScoreIsTheMaximumOfAMapOfThePicturesSize(EfficientAdSettings settings) {
        Path picture = Discs.write(folder.resolve("wide.png"), 200, 90, 5);
        try (EfficientAdScorer scorer = scorer(settings, trained(settings, Integer.MAX_VALUE))) {
            Score score = scorer.score(picture);

            assertThat(score.map().width()).isEqualTo(200);
            assertThat(score.map().height()).isEqualTo(90);
            assertThat(score.imageScore()).isFinite().isEqualTo(score.map().max());
            assertThat(scorer.score(picture).map().values())
                    .isEqualTo(score.map().values());
        }
    }

    @ParameterizedTest
    @MethodSource("someKinds")
    void aPassGivesTheMapsOfImagesThatAreOfTheNetworksSize(EfficientAdSettings settings) {
        Path picture = Discs.write(folder.resolve("seen.png"), settings.imageWidth(), settings.imageHeight(), 5);
        try (EfficientAdScorer scorer = scorer(settings, trained(settings, Integer.MAX_VALUE))) {
            float[] expected = scorer.score(picture).map().values();

            assertThat(scorer.pass(picture, 1).run()).singleElement().satisfies(map -> assertThat(map.values())
                    .isEqualTo(expected));
            List<AnomalyMap> three = scorer.pass(picture, 3).run();
            assertThat(three).hasSize(3);
            float largest = scorer.score(picture).map().max();
            for (AnomalyMap map : three) {
                for (int i = 0; i < expected.length; i++) {
                    // Sums in bfloat16 may be split in another way.
                    assertThat(Math.abs(map.values()[i] - expected[i])).isLessThan(0.05f * Math.abs(largest));
                }
            }
        }
    }

    @Test
    void imagesScoredTogetherHaveTheMapsTheyHaveAlone() {
        EfficientAdSettings settings = settings(Map.of());
        float[] both = new float[2 * 3 * 256 * 256];
        ImageNet.normalise(new byte[both.length / 2], both, 0);
        byte[] bright = new byte[both.length / 2];
        Arrays.fill(bright, 0, 70_000, (byte) 200);
        ImageNet.normalise(bright, both, both.length / 2);
        try (EfficientAdScorer scorer = scorer(settings, trained(settings, Integer.MAX_VALUE))) {
            List<AnomalyMap> together = scorer.maps(both);
            AnomalyMap second = scorer.maps(Arrays.copyOfRange(both, both.length / 2, both.length))
                    .getFirst();

            assertThat(together).hasSize(2);
            float[] values = together.get(1).values();
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(values[i] - second.values()[i])).isLessThan(1e-4f * second.max());
            }
            assertThat(together.get(0).values()).isNotEqualTo(values);
        }
    }

    @Test
    void aTrainingThatIsNotAtItsEndHasNoScalesToScoreWith() {
        EfficientAdSettings settings = settings(Map.of());
        CheckpointState early = trained(settings, 3);

        assertThatThrownBy(() -> scorer(settings, early))
                .hasMessageContaining("the checkpoint of step 3 has no scales for its maps");
    }

    private static EfficientAdScorer scorer(EfficientAdSettings settings, CheckpointState state) {
        return new EfficientAdScorer(state, settings, FormulaWeights.TINY, CPU);
    }

    private CheckpointState trained(EfficientAdSettings settings, int steps) {
        TrainingInput input = new TrainingInput(
                Discs.writeAll(folder, 3, 96, 80),
                List.of(),
                1,
                CPU,
                FormulaWeights.tinyTeacher(settings.size()),
                Optional.empty());
        try (EfficientAdTraining training =
                new EfficientAdTraining(input, settings, FormulaWeights.TINY, Route.SPARSE)) {
            while (training.step() < Math.min(steps, training.totalSteps())) {
                training.advance();
            }
            return training.save();
        }
    }

    private static EfficientAdSettings settings(Map<String, Object> changes) {
        Map<String, Object> all = new java.util.HashMap<>(changes);
        all.put("steps", 1);
        return TinySettings.with(all);
    }
}
