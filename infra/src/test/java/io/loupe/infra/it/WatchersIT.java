package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many people as may watch at once: they cost web neither a thread each nor memory that grows. */
@ExtendWith(PlatformExtension.class)
@Timeout(600)
class WatchersIT {

    private static final int EPOCHS = 600;

    /** As loupe.live.streams allows. */
    private static final int WATCHERS = 500;

    private static final int SLOW = 50;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Quarkus' own pool may grow while connections are opened; one thread for each watcher would be ten times as many. */
    private static final int MORE_THREADS = 60;

    /** A megabyte is more than four thousand events that wait for one watcher. */
    private static final long MORE_KILOBYTES = 150_000;

    @Test
    void fiveHundredWatchersAreToldOnOneThreadInBoundedMemory(Platform platform) throws IOException {
        platform.importDataset("tiles-watched", 41);
        String trial = platform.submit("Watched", "tiles-watched", EPOCHS);
        platform.awaitCheckpointInTraining(trial);
        URI stream = platform.page().resolve("/api/v1/trials/" + trial + "/events");
        long threads = web(platform, "Threads");
        long memory = web(platform, "VmRSS");

        try (Watchers watchers = new Watchers(stream)) {
            watchers.open(SLOW, false);
            watchers.open(WATCHERS - SLOW, true);
            Await.until(
                    () -> watchers.read().fewestEvents() >= 3,
                    SOON,
                    () -> watchers.statuses() + ", fewest " + watchers.fewestEvents());
            assertThat(watchers.statuses()).containsOnly("200");
            long threadsNow = web(platform, "Threads");
            long memoryNow = web(platform, "VmRSS");
            report(threads, threadsNow, memory, memoryNow);
            assertThat(threadsNow - threads).as("more threads").isLessThan(MORE_THREADS);
            assertThat(memoryNow - memory).as("more kB").isLessThan(MORE_KILOBYTES);
            assertThat(platform.text(platform.page().resolve("/trials/" + trial)))
                    .contains("trial-head");

            watchers.open(1, true);
            Await.until(
                    () -> !watchers.read().statuses().getLast().isEmpty(),
                    SOON,
                    () -> "no answer to the one who is too many");
            assertThat(watchers.statuses().getLast()).as("one too many").isEqualTo("503");
            assertThat(Collections.frequency(watchers.statuses(), "200")).isEqualTo(WATCHERS - SLOW);
        }
        // Whoever has left makes room: the server notices when it has something to say.
        Await.until(() -> watches(stream), SOON, () -> "still full");
        platform.launcher().run("trial", trial, "cancel");
        platform.awaitState(trial, "CANCELLED");
    }

    private static boolean watches(URI stream) {
        try (Watchers one = new Watchers(stream)) {
            one.open(1, true);
            Await.until(() -> !one.read().statuses().getFirst().isEmpty(), SOON, () -> "no answer");
            return one.statuses().getFirst().equals("200");
        }
    }

    /** A line of the kernel's about the process of web: kB, or a number. */
    private static long web(Platform platform, String name) throws IOException {
        long pid = platform.launcher().process("web").identity().pid();
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static void report(long threads, long threadsNow, long memory, long memoryNow) throws IOException {
        Files.writeString(
                Path.of("target/watchers.txt"),
                "threads %d, with %d watchers %d; memory %d MB, then %d MB%n"
                        .formatted(threads, WATCHERS, threadsNow, memory / 1000, memoryNow / 1000));
    }
}
