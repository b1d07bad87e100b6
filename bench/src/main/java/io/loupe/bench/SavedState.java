package io.loupe.bench;

import io.loupe.detectors.CheckpointState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checkpoints as folders {@code step-<steps done>}, a file for each part. */
final class SavedState {
    private static final String PREFIX = "step-";

    private SavedState() {}

    static void write(Path folder, CheckpointState state) throws IOException {
        Path whole = folder.resolve(PREFIX + state.step());
        Path begun = Files.createDirectories(folder.resolve("." + PREFIX + state.step()));
        for (Map.Entry<String, byte[]> part : state.parts().entrySet()) {
            Files.write(begun.resolve(part.getKey()), part.getValue());
        }
        Files.move(begun, whole);
    }

    static Optional<CheckpointState> newest(Path folder) throws IOException {
        Optional<Path> newest;
        try (Stream<Path> entries = Files.list(folder)) {
            newest = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .max(Comparator.comparingLong(SavedState::step));
        }
        return newest.isEmpty() ? Optional.empty() : Optional.of(read(newest.get()));
    }

    private static CheckpointState read(Path state) throws IOException {
        Map<String, byte[]> parts = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> entries = Files.list(state)) {
            files = entries.toList();
        }
        for (Path file : files) {
            parts.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return new CheckpointState(step(state), parts);
    }

    private static long step(Path state) {
        return Long.parseLong(state.getFileName().toString().substring(PREFIX.length()));
    }
}
