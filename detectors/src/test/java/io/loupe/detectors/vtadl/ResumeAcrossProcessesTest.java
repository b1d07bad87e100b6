package io.loupe.detectors.vtadl;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.testing.OtherProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ResumeAcrossProcessesTest {
    static final class Tiny implements OtherProcesses.Opener {
        @Override
        public Training open(List<Path> images, Optional<CheckpointState> from) {
            TrainingInput input = new TrainingInput(images, List.of(), 7, new Compute("cpu", 2), from);
            return new VtAdl().train(input, TinySettings.variational("mdn-ll"));
        }
    }

    @Test
    void anotherProcessGoesOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Discs.writeAll(images, 6, 128, 128);

        OtherProcesses.assertSameBytes(Tiny.class, images, folder, List.of(3, 6));
    }
}
