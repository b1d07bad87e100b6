package io.loupe.detectors.vtadl;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Scorer.Score;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.testing.Discs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VtAdlScorerTest {
    private static final Compute CPU = new Compute("cpu", 2);

    @TempDir
    private Path folder;

    static List<VtAdlSettings> everyKind() {
        return List.of(
                TinySettings.original(),
                TinySettings.with(Map.of("mode", "faithful", "likelihood", "jensen", "crop", "centre")),
                TinySettings.with(Map.of("variance", "free")),
                TinySettings.with(Map.of("loss", "mse-vae", "map", "nll-kl")),
                TinySettings.variational("elbo"));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aMapHasThePicturesSize(VtAdlSettings settings) {
        CheckpointState state = trained(settings);
        Path picture = Discs.write(folder.resolve("wide.png"), 200, 90, 5);

        try (Scorer scorer = new VtAdl().scorer(state, settings, CPU)) {
            Score score = scorer.score(picture);

            assertThat(score.map().width()).isEqualTo(200);
            assertThat(score.map().height()).isEqualTo(90);
            assertThat(score.imageScore()).isFinite();
            assertThat(scorer.score(picture).map().values())
                    .isEqualTo(score.map().values());
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aPassGivesTheMapsOfImagesThatAreOfTheNetworksSize(VtAdlSettings settings) {
        Path picture = Discs.write(folder.resolve("seen.png"), 128, 128, 5);
        try (Scorer scorer = new VtAdl().scorer(trained(settings), settings, CPU)) {
            float[] alone = scorer.pass(picture, 1).run().getFirst().values();
            List<AnomalyMap> three = scorer.pass(picture, 3).run();

            if (settings.crop() == VtAdlSettings.Crop.NONE) {
                assertThat(alone).isEqualTo(scorer.score(picture).map().values());
            }
            assertThat(alone).hasSize(128 * 128);
            assertThat(three).hasSize(3);
            float largest = scorer.pass(picture, 1).run().getFirst().max();
            for (AnomalyMap map : three) {
                for (int i = 0; i < alone.length; i++) {
                    assertThat(Math.abs(map.values()[i] - alone[i])).isLessThan(1e-3f * Math.abs(largest));
                }
            }
        }
    }

    @Test
    void inCorrectedModeTheImageScoreIsTheMapsMaximum() {
        VtAdlSettings settings = TinySettings.original();
        try (Scorer scorer = new VtAdl().scorer(trained(settings), settings, CPU)) {
            Score score = scorer.score(Discs.write(folder.resolve("x.png"), 128, 128, 5));

            assertThat(score.imageScore()).isEqualTo(score.map().max());
        }
    }

    private CheckpointState trained(VtAdlSettings settings) {
        TrainingInput input =
                new TrainingInput(Discs.writeAll(folder, 4, 128, 128), List.of(), 1, CPU, Optional.empty());
        try (Training training = new VtAdl().train(input, settings)) {
            training.advance();
            return training.save();
        }
    }
}
