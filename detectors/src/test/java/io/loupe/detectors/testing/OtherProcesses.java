package io.loupe.detectors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A training that goes on in other processes, one after the other, each from the checkpoint of the one before. */
public final class OtherProcesses {
    /** What the file with the number of steps is called, among those with the parts. */
    private static final String STEP = ".step";

    /** Opens the training; has a constructor without parameters. */
    public interface Opener {
        Training open(List<Path> images, Optional<CheckpointState> from);
    }

    private OtherProcesses() {}

    /**
     * The same bytes, whether trained in this process at one go or in others that each stop after one of these steps.
     *
     * @param stops rising; the last one is where both end
     */
    public static void assertSameBytes(Class<? extends Opener> opener, Path images, Path work, List<Integer> stops)
            throws Exception {
        CheckpointState straight = train(opener, images, Optional.empty(), stops.getLast());

        String from = "";
        for (int stop : stops) {
            Path to = work.resolve("step" + stop);
            assertThat(run(opener.getName(), images.toString(), from, Integer.toString(stop), to.toString()))
                    .as("exit code of the process that stops after step %d", stop)
                    .isZero();
            from = to.toString();
        }

        CheckpointState resumed = read(Path.of(from));
        assertThat(resumed.step()).isEqualTo(straight.step()).isEqualTo((long) stops.getLast());
        assertThat(resumed.parts()).containsOnlyKeys(straight.parts().keySet());
        straight.parts().forEach((name, bytes) -> assertThat(resumed.parts().get(name))
                .as("%s, stopped after steps %s", name, stops)
                .isEqualTo(bytes));
    }

    private static int run(String... arguments) throws Exception {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcesses.class.getName());
        return new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Arguments: class of the opener, folder of images, checkpoint to go on from or nothing, last step, folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Optional<CheckpointState> from =
                arguments[2].isEmpty() ? Optional.empty() : Optional.of(read(Path.of(arguments[2])));
        Class<? extends Opener> opener = Class.forName(arguments[0]).asSubclass(Opener.class);
        write(
                train(opener, Path.of(arguments[1]), from, Integer.parseInt(arguments[3])),
                Files.createDirectories(Path.of(arguments[4])));
    }

    private static CheckpointState train(
            Class<? extends Opener> type, Path images, Optional<CheckpointState> from, int stop) throws Exception {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        try (Stream<Path> files = Files.list(images);
                Training training =
                        constructor.newInstance().open(files.sorted().toList(), from)) {
            while (training.step() < stop) {
                training.advance();
            }
            return training.save();
        }
    }

    private static void write(CheckpointState state, Path folder) throws IOException {
        Files.writeString(folder.resolve(STEP), Long.toString(state.step()));
        for (Map.Entry<String, byte[]> part : state.parts().entrySet()) {
            Files.write(folder.resolve(part.getKey()), part.getValue());
        }
    }

    private static CheckpointState read(Path folder) throws IOException {
        Map<String, byte[]> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.endsWith(STEP)).toList()) {
                parts.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return new CheckpointState(Long.parseLong(Files.readString(folder.resolve(STEP))), parts);
    }
}
