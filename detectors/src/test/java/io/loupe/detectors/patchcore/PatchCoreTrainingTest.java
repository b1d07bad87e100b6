package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.weights.WeightsLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchCoreTrainingTest {
    private static final Compute CPU = new Compute("cpu", 2);
    private static final int IMAGES = 6;
    private static final int BANK = 230; // 15 % of 6 x 256

    @TempDir
    private static Path folder;

    private static List<Path> images;

    @BeforeAll
    static void drawPictures() {
        images = Discs.writeAll(folder, IMAGES, 64, 64);
    }

    static List<PatchCoreSettings> everyKind() {
        return List.of(
                Tiny.settings(),
                Tiny.settings(Map.of("projection", 0, "poolPatches", 0)),
                Tiny.settings(Map.of("layerDimensions", 8, "dimensions", 6, "resize", 72)),
                Tiny.ensemble(Map.of("coreset", 0.05)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aTrainingResumedAtAnyStepEndsInTheSameBytes(PatchCoreSettings settings) {
        CheckpointState straight = train(settings, Optional.empty(), Long.MAX_VALUE);

        long offset = ThreadLocalRandom.current().nextInt(3);
        for (long at = offset; at < straight.step(); at += 3) {
            CheckpointState part = train(settings, Optional.empty(), at);
            CheckpointState untouched = train(settings, Optional.of(part), 0);
            CheckpointState resumed = train(settings, Optional.of(part), Long.MAX_VALUE);

            assertThat(part.step()).isEqualTo(at);
            assertSame(untouched, part, "saved again at step " + at);
            assertSame(resumed, straight, "resumed at step " + at);
        }
    }

    @Test
    void aTrainingInterruptedAtEveryStepEndsInTheSameBytes() {
        PatchCoreSettings settings = Tiny.ensemble(Map.of());
        CheckpointState straight = train(settings, Optional.empty(), Long.MAX_VALUE);

        CheckpointState state = train(settings, Optional.empty(), 1);
        while (state.step() < straight.step()) {
            state = train(settings, Optional.of(state), 1);
        }

        assertSame(state, straight, "one step at a time");
    }

    @Test
    void theRangesOfAnEnsembleAreOfScoresMadeAlike() {
        CheckpointState finished = train(Tiny.ensemble(Map.of()), Optional.empty(), Long.MAX_VALUE);

        assertThatThrownBy(() -> open(Tiny.ensemble(Map.of("distance", "squared")), Optional.of(finished)))
                .hasMessageContaining("distance SQUARED");
        assertSame(
                train(Tiny.ensemble(Map.of("cropBorder", "zero")), Optional.of(finished), 0),
                finished,
                "the border is no part of the ranges");
        CheckpointState alone = train(Tiny.settings(), Optional.empty(), Long.MAX_VALUE);
        assertSame(
                train(Tiny.settings(Map.of("distance", "squared")), Optional.of(alone), 0),
                alone,
                "one backbone has no range");
    }

    @Test
    void stepsAreKnownFromTheStartAndTold() {
        List<StepReport> reports = new ArrayList<>();
        try (PatchCoreTraining training = open(Tiny.settings(), Optional.empty())) {
            assertThat(training.totalSteps()).isEqualTo(IMAGES + 4);
            while (training.step() < training.totalSteps()) {
                reports.add(training.advance());
            }
        }

        assertThat(reports).extracting(StepReport::images).containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(reports).extracting(StepReport::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(reports.subList(IMAGES, IMAGES + 4))
                .extracting(report -> report.metrics().get("train/selected_patches"))
                .containsExactly(64.0, 128.0, 192.0, (double) BANK);
        assertThat(reports.subList(IMAGES, IMAGES + 4))
                .extracting(report -> -report.metrics().get("train/coverage_radius"))
                .isSorted()
                .allMatch(radius -> radius < 0);
    }

    @Test
    void theBankHoldsFeaturesOfTrainingPatches() {
        PatchCoreSettings settings = Tiny.settings(Map.of("coreset", 1.0, "poolPatches", 0));
        Model model = Model.read(train(settings, Optional.empty(), Long.MAX_VALUE));

        float[] bank = model.banks().getFirst().values();

        assertThat(model.banks().getFirst().shape()).containsExactly(IMAGES * 256, 12);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < IMAGES * 256; i++) {
            rows.add(Arrays.toString(Arrays.copyOfRange(bank, i * 12, i * 12 + 12)));
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(allPatches(settings));
    }

    @Test
    void nativeMemoryDoesNotGrowOverSteps() {
        PatchCoreSettings settings = Tiny.settings(Map.of("coreset", 0.5));
        try (PatchCoreTraining training = open(settings, Optional.empty())) {
            training.advance();
            training.advance();
            int filling = training.liveArrays();
            while (training.step() < IMAGES) {
                training.advance();
                assertThat(training.liveArrays()).isEqualTo(filling);
            }
            training.advance();
            training.advance();
            int selecting = training.liveArrays();
            while (training.step() < training.totalSteps() - 1) {
                training.advance();
                assertThat(training.liveArrays()).isEqualTo(selecting);
            }
        }
    }

    @Test
    void checkpointsDoNotHoldThePool() {
        PatchCoreSettings settings = Tiny.settings(Map.of("poolPatches", 0));
        CheckpointState state = train(settings, Optional.empty(), IMAGES + 1);

        int pool = IMAGES * 256;
        assertThat(state.parts().get("optimizer").length).isLessThan(4 * (pool + 64) + 500);
        assertThat(state.parts().get("weights").length).isLessThan(100);
    }

    @Test
    void aTrainingGoesOnWithTheThreadsItBeganWith() {
        CheckpointState straight = train(Tiny.settings(), Optional.empty(), Long.MAX_VALUE);
        CheckpointState part = train(Tiny.settings(), Optional.empty(), 7);
        TrainingInput input = input(new Compute("cpu", 1), Optional.of(part));

        try (PatchCoreTraining training =
                new PatchCoreTraining(input, Tiny.settings(), new FakeBackbones(), () -> Long.MAX_VALUE)) {
            assertSame(finish(training, Long.MAX_VALUE), straight, "offered one thread");
        }
    }

    @Test
    void otherSettingsThanTheCheckpointsAreRefused() {
        CheckpointState state = train(Tiny.settings(), Optional.empty(), 1);

        assertThatThrownBy(() -> open(Tiny.settings(Map.of("coreset", 0.1)), Optional.of(state)))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.USER);
                    assertThat(failure)
                            .hasMessageContaining("pool 900, bank 230")
                            .hasMessageContaining("bank 154");
                });
    }

    @Test
    void aShareIsHeldOutWhereItIsWished() {
        TrainingInput input = new TrainingInput(images, List.of(), 7, CPU, Optional.empty());
        PatchCoreSettings settings = Tiny.settings(Map.of("validationShare", 0.34));

        List<Path> held = new PatchCore().validation(input, settings);

        assertThat(held).hasSize(3);
        assertThat(images).containsAll(held);
        assertThat(new PatchCore().validation(input, Tiny.settings())).isEmpty();
    }

    @Test
    void tooLittleMemoryIsToldBeforeTheFirstStep() {
        assertThatThrownBy(() -> new PatchCoreTraining(
                        input(CPU, Optional.empty()), Tiny.settings(), new FakeBackbones(), () -> 1_000_000))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.MEMORY))
                .hasMessageContaining("a pool of 900 patches");
    }

    @Test
    void anImageThatCannotBeReadIsNamedAndTheStepHasNotHappened() throws IOException {
        Path broken = Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
        TrainingInput input =
                new TrainingInput(List.of(images.getFirst(), broken), List.of(), 7, CPU, Optional.empty());

        try (PatchCoreTraining training =
                new PatchCoreTraining(input, Tiny.settings(), new FakeBackbones(), () -> Long.MAX_VALUE)) {
            training.advance();
            assertThatThrownBy(training::advance)
                    .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(DetectorException.Kind.DATA))
                    .hasMessageContaining("broken.png");
            assertThat(training.step()).isEqualTo(1);
        }
    }

    @Test
    void aTrainingWithoutImagesIsRefused() {
        TrainingInput input = new TrainingInput(List.of(), List.of(), 7, CPU, Optional.empty());

        assertThatThrownBy(() -> new PatchCore().train(input, Tiny.settings()))
                .hasMessage("train: there are no good training images");
    }

    @Test
    void featuresThatAreNotFiniteAreToldWithTheImage() {
        BackboneSource poisoned = new BackboneSource() {
            private final FakeBackbones fakes = new FakeBackbones();

            @Override
            public Backbone open(TensorRuntime runtime, Member member, WeightsLibrary weights) {
                Backbone backbone = fakes.open(runtime, member, weights);
                float[] values = backbone.weights().getFirst().values();
                values[0] = Float.NaN;
                backbone.weights().getFirst().set(values);
                return backbone;
            }

            @Override
            public Backbone stored(TensorRuntime runtime, Member member, SafeTensors model, String place) {
                return fakes.stored(runtime, member, model, place);
            }
        };

        try (PatchCoreTraining training =
                new PatchCoreTraining(input(CPU, Optional.empty()), Tiny.settings(), poisoned, () -> Long.MAX_VALUE)) {
            assertThatThrownBy(training::advance)
                    .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(DetectorException.Kind.NUMERICS))
                    .hasMessageContaining("000.png: the features of efficientnet-lite0 are not finite");
        }
    }

    @Test
    void anEnsembleOfIdenticalGoodImagesCannotBeBroughtToOneRange() {
        TrainingInput input =
                new TrainingInput(List.of(images.getFirst(), images.getFirst()), List.of(), 7, CPU, Optional.empty());
        PatchCoreSettings settings = Tiny.ensemble(Map.of("coreset", 1.0, "poolPatches", 0));

        try (PatchCoreTraining training =
                new PatchCoreTraining(input, settings, new FakeBackbones(), () -> Long.MAX_VALUE)) {
            assertThatThrownBy(() -> finish(training, Long.MAX_VALUE))
                    .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(DetectorException.Kind.NUMERICS))
                    .hasMessageContaining("all good images have the same scores");
        }
    }

    private static List<String> allPatches(PatchCoreSettings settings) {
        List<String> rows = new ArrayList<>();
        Member member = Member.parse(settings.backbone(), settings.layers()).getFirst();
        try (TensorRuntime runtime = new TensorRuntime(CPU);
                var scope = runtime.inference()) {
            var features = new PatchFeatures(new FakeBackbones().open(runtime, member, WeightsLibrary.EMPTY), settings);
            for (Path image : images) {
                float[] input = InputFrame.of(settings).input(io.loupe.detectors.image.Images.read(image));
                float[] values = features.of(scope, scope.tensor(input, 1, 3, 64, 64))
                        .rows()
                        .values();
                for (int i = 0; i < values.length; i += 12) {
                    rows.add(Arrays.toString(Arrays.copyOfRange(values, i, i + 12)));
                }
            }
        }
        return rows;
    }

    private static void assertSame(CheckpointState actual, CheckpointState expected, String what) {
        assertThat(actual.step()).as(what).isEqualTo(expected.step());
        assertThat(actual.parts()).as(what).containsOnlyKeys(expected.parts().keySet());
        expected.parts().forEach((name, bytes) -> assertThat(
                        Arrays.mismatch(actual.parts().get(name), bytes))
                .as("%s: first byte of %s that differs", what, name)
                .isEqualTo(-1));
    }

    private static CheckpointState train(PatchCoreSettings settings, Optional<CheckpointState> from, long steps) {
        try (PatchCoreTraining training = open(settings, from)) {
            return finish(training, steps);
        }
    }

    private static CheckpointState finish(PatchCoreTraining training, long steps) {
        for (long i = 0; i < steps && training.step() < training.totalSteps(); i++) {
            training.advance();
        }
        return training.save();
    }

    private static PatchCoreTraining open(PatchCoreSettings settings, Optional<CheckpointState> from) {
        return new PatchCoreTraining(input(CPU, from), settings, new FakeBackbones(), () -> Long.MAX_VALUE);
    }

    private static TrainingInput input(Compute compute, Optional<CheckpointState> from) {
        return new TrainingInput(images, List.of(), 7, compute, from);
    }
}
