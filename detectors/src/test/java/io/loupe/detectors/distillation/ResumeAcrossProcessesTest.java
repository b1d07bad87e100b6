package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.TrainingInput;
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

/** Three processes, one after the other, each going on where the one before stopped. */
@Tag("slow")
class ResumeAcrossProcessesTest {
    /** Where they stop: in the statistics, in the training, at the end (3 + 3 steps). */
    private static final List<Integer> STOPS = List.of(2, 4, 6);

    private static final List<String> PARTS = List.of("weights", "statistics", "optimizer");

    @Test
    void otherProcessesGoOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Tiny.pictures(images, 7);

        train(images, "", 6, folder.resolve("straight"));
        String from = "";
        for (int stop : STOPS) {
            Path to = folder.resolve("step" + stop);
            assertThat(inAnotherProcess(images, from, stop, to)).isZero();
            from = to.toString();
        }

        for (String part : PARTS) {
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
                DistillationTraining training = new DistillationTraining(
                        new TrainingInput(files.sorted().toList(), List.of(), 7, Tiny.CPU, Tiny.LIBRARY, read(from)),
                        Tiny.settings(Map.of("greyShare", 0.5, "featureCache", 100)),
                        Tiny::backbone)) {
            while (training.step() < stop) {
                training.advance();
            }
            assertThat(training.totalSteps()).isEqualTo(6);
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
        for (String part : PARTS) {
            parts.put(part, Files.readAllBytes(Path.of(folder, part)));
        }
        long step = Long.parseLong(Files.readString(Path.of(folder, "step")));
        return Optional.of(new CheckpointState(step, parts));
    }
}
