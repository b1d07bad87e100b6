package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.HardFeatureLoss.Route;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.testing.OtherProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes, one after the other, each going on where the one before stopped. */
@Tag("slow")
class ResumeAcrossProcessesTest {
    /** Where they stop: in the statistics, in the training, in the scales, at the end (9 + 4 + 2 steps: one is held out). */
    private static final List<Integer> STOPS = List.of(4, 11, 14, 15);

    static final class Tiny implements OtherProcesses.Opener {
        @Override
        public Training open(List<Path> images, Optional<CheckpointState> from) {
            Training training = new EfficientAdTraining(
                    new TrainingInput(
                            images,
                            List.of(),
                            7,
                            new Compute("cpu", 2),
                            FormulaWeights.tinyTeacher(PdnSize.SMALL),
                            from),
                    TinySettings.with(Map.of(
                            "penaltyImages", images.getFirst().getParent().toString(), "validationShare", 0.15)),
                    FormulaWeights.TINY,
                    Route.SPARSE);
            assertThat(training.totalSteps()).isEqualTo((long) STOPS.getLast());
            return training;
        }
    }

    @Test
    void otherProcessesGoOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Discs.writeAll(images, 11, 96, 80);

        OtherProcesses.assertSameBytes(Tiny.class, images, folder, STOPS);
    }
}
