package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.testing.OtherProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopped at random steps, in both phases, and resumed in new processes. */
@Tag("slow")
class ResumeAcrossProcessesTest {
    private static final int IMAGES = 8;
    private static final int STEPS = IMAGES + 7; // 20 % of 8 x 256 patches in chunks of 64

    static final class Small implements OtherProcesses.Opener {
        @Override
        public Training open(List<Path> images, Optional<CheckpointState> from) {
            TrainingInput input = new TrainingInput(images, List.of(), 7, new Compute("cpu", 2), from);
            PatchCoreSettings settings = Tiny.settings(Map.of("coreset", 0.2, "poolPatches", 1500));
            Training training = new PatchCoreTraining(input, settings, new FakeBackbones(), () -> Long.MAX_VALUE);
            assertThat(training.totalSteps()).isEqualTo(STEPS);
            return training;
        }
    }

    @Test
    void otherProcessesGoOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Discs.writeAll(images, IMAGES, 64, 64);
        int first = ThreadLocalRandom.current().nextInt(1, IMAGES);
        int second = ThreadLocalRandom.current().nextInt(IMAGES + 1, IMAGES + 6);

        OtherProcesses.assertSameBytes(Small.class, images, folder, List.of(first, second, STEPS));
    }
}
