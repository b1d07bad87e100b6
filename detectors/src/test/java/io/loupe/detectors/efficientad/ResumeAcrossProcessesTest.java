package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.HardFeatureLoss.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes, one after the other, each going on where the one before stopped. */
@Tag("slow")
class ResumeAcrossProcessesTest {
    /** Where they stop: in the statistics, in the training, in the scales, at the end (9 + 4 + 2 steps: one is held out). */
    private static final List<Integer> STOPS = List.of(4, 11, 14, 15);

    @Test
    void otherProcessesGoOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Pictures.discs(images, 11);

        train(images, "", 15, folder.resolve("straight"));
        String from = "";
        for (int stop : STOPS) {
            Path to = folder.resolve("step" + stop);
            assertThat(inAnotherProcess(images, from, stop, to)).isZero();
            from = to.toString();
        }

        for (String part : List.of("weights", "teacher", "statistics", "optimizer")) {
            assertThat(Files.mismatch(
                            folder.resolve("straight").resolve(part),
                            Path.of(from).resolve(part)))
                    .as("first byte of %s that differs", part)
                    .isEqualTo(-1);
        }
    }

    private static int inAnotherProcess(Path images, String from, int stop, Path to) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeAcrossProcessesTest.class.getName()));
        command.addAll(List.of(images.toString(), from, Integer.toString(stop), to.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Arguments: folder of images, folder of the checkpoint to go on from or nothing, last step, folder to write to. */
    public static void main(String[] arguments) throws IOException {
        train(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]), Path.of(arguments[3]));
    }

    private static void train(Path images, String from, int stop, Path to) throws IOException {
        try (Stream<Path> files = Files.list(images);
                EfficientAdTraining training = new EfficientAdTraining(
                        new TrainingInput(
                                files.sorted().toList(),
                                List.of(),
                                7,
                                new Compute("cpu", 2),
                                FormulaWeights.tinyTeacher(PdnSize.SMALL),
                                read(from)),
                        TinySettings.with(Map.of("penaltyImages", images.toString(), "validationShare", 0.15)),
                        FormulaWeights.TINY,
                        Route.SPARSE)) {
            while (training.step() < stop) {
                training.advance();
            }
            assertThat(training.totalSteps()).isEqualTo(15);
            Files.createDirectories(to);
            Files.writeString(to.resolve("step"), Long.toString(training.step()));
            for (Map.Entry<String, byte[]> part : training.save().parts().entrySet()) {
                Files.write(to.resolve(part.getKey()), part.getValue());
            }
        }
    }

    private static Optional<CheckpointState> read(String folder) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> parts = new HashMap<>();
        for (String part : List.of("weights", "teacher", "statistics", "optimizer")) {
            parts.put(part, Files.readAllBytes(Path.of(folder, part)));
        }
        long step = Long.parseLong(Files.readString(Path.of(folder, "step")));
        return Optional.of(new CheckpointState(step, parts));
    }
}
