package io.loupe.detectors.vtadl;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ResumeAcrossProcessesTest {
    @Test
    void anotherProcessGoesOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Pictures.discs(images, 6, 128);
        Path half = folder.resolve("half");

        train(images, Optional.empty(), 6, folder.resolve("straight"));
        assertThat(inAnotherProcess(images, "", 3, half)).isZero();
        assertThat(inAnotherProcess(images, half.toString(), 3, folder.resolve("resumed")))
                .isZero();

        for (String part : List.of("weights", "optimizer")) {
            assertThat(Files.mismatch(
                            folder.resolve("straight").resolve(part),
                            folder.resolve("resumed").resolve(part)))
                    .as("first byte of %s that differs", part)
                    .isEqualTo(-1);
        }
    }

    private static int inAnotherProcess(Path images, String from, int steps, Path to) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeAcrossProcessesTest.class.getName()));
        command.addAll(List.of(images.toString(), from, Integer.toString(steps), to.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Arguments: folder of images, folder of the checkpoint to go on from or nothing, steps, folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Optional<Path> from = arguments[1].isEmpty() ? Optional.empty() : Optional.of(Path.of(arguments[1]));
        train(Path.of(arguments[0]), from, Integer.parseInt(arguments[2]), Path.of(arguments[3]));
    }

    private static void train(Path images, Optional<Path> from, int steps, Path to) throws IOException {
        Optional<CheckpointState> resumed = Optional.empty();
        if (from.isPresent()) {
            byte[] weights = Files.readAllBytes(from.get().resolve("weights"));
            byte[] optimizer = Files.readAllBytes(from.get().resolve("optimizer"));
            resumed = Optional.of(new CheckpointState(3, Map.of("weights", weights, "optimizer", optimizer)));
        }
        try (Stream<Path> files = Files.list(images)) {
            TrainingInput input =
                    new TrainingInput(files.sorted().toList(), List.of(), 7, new Compute("cpu", 2), resumed);
            try (Training training = new VtAdl().train(input, TinySettings.variational("mdn-ll"))) {
                for (int i = 0; i < steps; i++) {
                    training.advance();
                }
                Files.createDirectories(to);
                for (Map.Entry<String, byte[]> part : training.save().parts().entrySet()) {
                    Files.write(to.resolve(part.getKey()), part.getValue());
                }
            }
        }
    }
}
