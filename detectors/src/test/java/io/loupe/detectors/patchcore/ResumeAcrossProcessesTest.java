package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainingInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed and resumed in new processes at random steps, in both phases. */
@Tag("slow")
class ResumeAcrossProcessesTest {
    private static final int IMAGES = 8;
    private static final int STEPS = IMAGES + 7; // 20 % of 8 x 256 patches in chunks of 64

    @Test
    void otherProcessesGoOnToTheSameBytes(@TempDir Path folder) throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Tiny.discs(images, IMAGES);
        int first = ThreadLocalRandom.current().nextInt(1, IMAGES);
        int second = ThreadLocalRandom.current().nextInt(IMAGES + 1, IMAGES + 6);

        Map<String, byte[]> straight = train(images, Optional.empty(), STEPS).parts();
        assertThat(inAnotherProcess(images, "", first, folder.resolve("a"))).isZero();
        assertThat(inAnotherProcess(images, folder.resolve("a").toString(), second, folder.resolve("b")))
                .isZero();
        assertThat(inAnotherProcess(images, folder.resolve("b").toString(), STEPS, folder.resolve("c")))
                .isZero();

        Map<String, byte[]> resumed = read(folder.resolve("c")).parts();
        assertThat(resumed).containsOnlyKeys("weights", "optimizer", "backbone");
        straight.forEach((name, bytes) -> assertThat(resumed.get(name))
                .as("%s, interrupted at steps %d and %d", name, first, second)
                .isEqualTo(bytes));
    }

    private static int inAnotherProcess(Path images, String from, int until, Path to) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeAcrossProcessesTest.class.getName()));
        command.addAll(List.of(images.toString(), from, Integer.toString(until), to.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Arguments: folder of images, folder of the checkpoint to go on from or nothing, last step, folder to write to. */
    public static void main(String[] arguments) throws IOException {
        Optional<CheckpointState> from =
                arguments[1].isEmpty() ? Optional.empty() : Optional.of(read(Path.of(arguments[1])));
        CheckpointState state = train(Path.of(arguments[0]), from, Integer.parseInt(arguments[2]));
        Path to = Files.createDirectories(Path.of(arguments[3]));
        for (Map.Entry<String, byte[]> part : state.parts().entrySet()) {
            Files.write(to.resolve(part.getKey()), part.getValue());
        }
        Files.writeString(to.resolve(".step"), Long.toString(state.step()));
    }

    private static CheckpointState read(Path folder) throws IOException {
        Map<String, byte[]> parts = new TreeMap<>();
        for (String part : List.of("weights", "optimizer", "backbone")) {
            parts.put(part, Files.readAllBytes(folder.resolve(part)));
        }
        return new CheckpointState(Long.parseLong(Files.readString(folder.resolve(".step"))), parts);
    }

    private static CheckpointState train(Path images, Optional<CheckpointState> from, int until) throws IOException {
        try (Stream<Path> files = Files.list(images)) {
            TrainingInput input = new TrainingInput(files.sorted().toList(), List.of(), 7, new Compute("cpu", 2), from);
            PatchCoreSettings settings = Tiny.settings(Map.of("coreset", 0.2, "poolPatches", 1500));
            try (PatchCoreTraining training =
                    new PatchCoreTraining(input, settings, new FakeBackbones(), () -> Long.MAX_VALUE)) {
                while (training.step() < Math.min(until, training.totalSteps())) {
                    training.advance();
                }
                return training.save();
            }
        }
    }
}
