package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Scorer.Score;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.training.CheckpointParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchCoreScorerTest {
    private static final Compute CPU = new Compute("cpu", 2);

    @TempDir
    private static Path folder;

    private static List<Path> images;

    @BeforeAll
    static void drawPictures() {
        images = Discs.writeAll(folder, 6, 64, 64);
    }

    static List<PatchCoreSettings> everyKind() {
        return List.of(
                Tiny.settings(),
                Tiny.settings(Map.of("imageScore", "paper", "neighbours", 3)),
                Tiny.settings(Map.of("imageScore", "amazon", "distance", "squared", "resize", 72)),
                Tiny.settings(Map.of("resize", 72, "cropBorder", "zero", "smoothing", 0)),
                Tiny.settings(Map.of("layers", "blocks.4")),
                Tiny.ensemble(Map.of("imageScore", "amazon")),
                Tiny.ensemble(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aSpoiltPictureIsMoreAnomalousAndShowsWhere(PatchCoreSettings settings) {
        Path good = Discs.write(folder.resolve("good.png"), 200, 90, 77);
        Path spoilt = Discs.writeSpoilt(folder.resolve("spoilt.png"), 200, 90, 77);

        try (Scorer scorer = scorer(trained(settings), settings)) {
            Score usual = scorer.score(good);
            Score anomalous = scorer.score(spoilt);

            assertThat(anomalous.map().width()).isEqualTo(200);
            assertThat(anomalous.map().height()).isEqualTo(90);
            assertThat(anomalous.imageScore()).isGreaterThan(usual.imageScore());
            int highest = argmax(anomalous.map());
            assertThat(highest % 200).isBetween(40, 110);
            assertThat(highest / 200).isBetween(15, 50);
            assertThat(scorer.score(spoilt).map().values())
                    .isEqualTo(anomalous.map().values());
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aPassGivesTheMapsOfImagesThatAreOfTheNetworksSize(PatchCoreSettings settings) {
        Path picture = Discs.writeSpoilt(folder.resolve("seen.png"), 64, 64, 79);
        try (PatchCoreScorer scorer = scorer(trained(settings), settings)) {
            AnomalyMap alone = scorer.pass(picture, 1).run().getFirst();
            int arrays = scorer.liveArrays();
            List<AnomalyMap> three = scorer.pass(picture, 3).run();

            if (settings.resize() == 0) {
                assertThat(alone.values()).isEqualTo(scorer.score(picture).map().values());
            }
            assertThat(alone.values()).hasSize(64 * 64);
            assertThat(three).hasSize(3);
            for (AnomalyMap map : three) {
                for (int i = 0; i < alone.values().length; i++) {
                    assertThat(Math.abs(map.values()[i] - alone.values()[i])).isLessThan(1e-4f * alone.max());
                }
            }
            assertThat(scorer.liveArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void theAuthorsPipelineDescribesImagesTogetherAsItDoesAlone() {
        PatchCoreSettings settings =
                Tiny.settings(Map.of("layerDimensions", 9, "dimensions", 8, "imageScore", "paper"));
        try (PatchCoreScorer scorer = scorer(trained(settings), settings)) {
            float[] alone = scorer.score(images.getFirst()).map().values();

            for (AnomalyMap map : scorer.pass(images.getFirst(), 2).run()) {
                for (int i = 0; i < alone.length; i++) {
                    assertThat((double) map.values()[i])
                            .isCloseTo(alone[i], org.assertj.core.data.Offset.offset(1e-4 * (1 + Math.abs(alone[i]))));
                }
            }
        }
    }

    @Test
    void theImageScoreIsTheMapsMaximumIfAskedFor() {
        PatchCoreSettings settings = Tiny.settings(Map.of("imageScore", "max"));
        try (Scorer scorer = scorer(trained(settings), settings)) {
            Score score = scorer.score(images.getFirst());

            assertThat(score.imageScore()).isEqualTo(score.map().max());
        }
    }

    @Test
    void anEnsemblesMapIsTheMeanOfItsMembersMapsEachBroughtToTheRangeOfGoodImages() {
        PatchCoreSettings settings = Tiny.ensemble(Map.of("imageScore", "amazon"));
        CheckpointState state = trained(settings);
        Path spoilt = Discs.writeSpoilt(folder.resolve("spoilt64.png"), 64, 64, 78);
        List<MemberScorer.MemberScore> good = new ArrayList<>();
        double[] expected = new double[64 * 64];
        double expectedScore = 0;

        for (int member = 0; member < 2; member++) {
            good.clear();
            try (TensorRuntime runtime = new TensorRuntime(CPU)) {
                MemberScorer alone = alone(runtime, settings, state, member);
                images.forEach(image -> good.add(alone.score(input(settings, image))));
                double low =
                        good.stream().mapToDouble(s -> -max(s.map(), -1)).min().orElseThrow();
                double high =
                        good.stream().mapToDouble(s -> max(s.map(), 1)).max().orElseThrow();
                double lowScore = good.stream()
                        .mapToDouble(MemberScorer.MemberScore::imageScore)
                        .min()
                        .orElseThrow();
                double highScore = good.stream()
                        .mapToDouble(MemberScorer.MemberScore::imageScore)
                        .max()
                        .orElseThrow();
                MemberScorer.MemberScore score = alone.score(input(settings, spoilt));
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += (score.map().values()[i] - low) / (high - low) / 2;
                }
                expectedScore += (score.imageScore() - lowScore) / (highScore - lowScore) / 2;
            }
        }

        try (Scorer scorer = scorer(state, settings)) {
            Score score = scorer.score(spoilt);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) score.map().values()[i])
                        .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-4));
            }
            assertThat(score.imageScore()).isCloseTo(expectedScore, org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    @Test
    void anEnsemblesRangeComesFromValidationImagesIfThereAreSome() {
        PatchCoreSettings settings = Tiny.ensemble(Map.of());
        Path other = Discs.write(folder.resolve("other.png"), 64, 64, 1000);
        Model ofTraining = Model.read(trained(settings, List.of()));
        Model ofValidation = Model.read(trained(settings, List.of(other, images.getFirst())));

        assertThat(ofValidation.banks().getFirst().values())
                .isEqualTo(ofTraining.banks().getFirst().values());
        assertThat(ofValidation.ranges()).isNotEqualTo(ofTraining.ranges());
    }

    @Test
    void anUnfinishedTrainingCannotScore() {
        PatchCoreSettings settings = Tiny.settings();
        try (PatchCoreTraining training = open(settings, List.of())) {
            training.advance();
            CheckpointState state = training.save();

            assertThatThrownBy(() -> scorer(state, settings))
                    .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(DetectorException.Kind.USER))
                    .hasMessage("weights: the checkpoint of step 1 has 0 of 1 finished banks");
        }
    }

    @Test
    void nativeMemoryDoesNotGrowOverImages() {
        PatchCoreSettings settings = Tiny.settings(Map.of("imageScore", "paper"));
        try (PatchCoreScorer scorer = scorer(trained(settings), settings)) {
            scorer.score(images.getFirst());
            int arrays = scorer.liveArrays();
            images.forEach(scorer::score);

            assertThat(scorer.liveArrays()).isEqualTo(arrays);
        }
    }

    private static MemberScorer alone(
            TensorRuntime runtime, PatchCoreSettings settings, CheckpointState state, int member) {
        SafeTensors networks = CheckpointParts.read(state, "backbone");
        Member described = Member.parse(settings.backbone(), settings.layers()).get(member);
        return new MemberScorer(
                runtime,
                new PatchFeatures(new FakeBackbones().stored(runtime, described, networks, member + "."), settings),
                new MemoryBank(runtime, Model.read(state).banks().get(member)),
                settings);
    }

    private static float[] input(PatchCoreSettings settings, Path image) {
        return InputFrame.of(settings).input(Images.read(image));
    }

    /** The largest value after multiplication with a sign. */
    private static double max(AnomalyMap map, int sign) {
        double max = Double.NEGATIVE_INFINITY;
        for (float value : map.values()) {
            max = Math.max(max, sign * value);
        }
        return max;
    }

    private static int argmax(AnomalyMap map) {
        int best = 0;
        for (int i = 0; i < map.values().length; i++) {
            best = map.values()[i] > map.values()[best] ? i : best;
        }
        return best;
    }

    private static PatchCoreScorer scorer(CheckpointState state, PatchCoreSettings settings) {
        return new PatchCoreScorer(state, settings, CPU, new FakeBackbones());
    }

    private static CheckpointState trained(PatchCoreSettings settings) {
        return trained(settings, List.of());
    }

    private static CheckpointState trained(PatchCoreSettings settings, List<Path> validation) {
        try (PatchCoreTraining training = open(settings, validation)) {
            while (training.step() < training.totalSteps()) {
                training.advance();
            }
            return training.save();
        }
    }

    private static PatchCoreTraining open(PatchCoreSettings settings, List<Path> validation) {
        TrainingInput input = new TrainingInput(images, validation, 7, CPU, Optional.empty());
        return new PatchCoreTraining(input, settings, new FakeBackbones(), () -> Long.MAX_VALUE);
    }
}
