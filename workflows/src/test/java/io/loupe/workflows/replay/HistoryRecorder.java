package io.loupe.workflows.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the history of every {@link Scenario} that has none yet. Histories are kept for good: when workflow code
 * changes, add a scenario (or a copy under a new name) instead of recording an old one anew, which would only show that
 * the new code replays itself.
 */
final class HistoryRecorder {
    private HistoryRecorder() {}

    /** @param arguments the folder of test resources */
    public static void main(String[] arguments) throws IOException {
        for (Scenario scenario : Scenario.values()) {
            Path file = Path.of(arguments[0]).resolve(scenario.resource());
            if (Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, scenario.record().toJson(true) + "\n");
                System.out.println("recorded " + file);
            }
        }
    }
}
