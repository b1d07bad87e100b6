package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A trial that only a person can mend waits for that person, says why, and then goes on. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class ResumeIT {

    private static final int EPOCHS = 20;

    @Test
    void anImageDestroyedAfterImportIsNamedAndTheTrialGoesOnOnceItIsMended(Platform platform) throws IOException {
        platform.importDataset("tiles-broken", 2);
        Path image = largestBlob(platform.launcher().home(), "tiles-broken");
        byte[] good = Files.readAllBytes(image);
        byte[] bad = good.clone();
        bad[good.length / 2] ^= 1;
        Files.write(image, bad);

        String trial = platform.submit("Destroyed image", "tiles-broken", EPOCHS);
        JsonNode waiting = platform.awaitState(trial, "NEEDS_ATTENTION");

        assertThat(waiting.path("failure").path("failureClass").asText()).isEqualTo("DATA");
        assertThat(waiting.path("failure").path("place").asText()).contains(".png");

        Files.write(image, good);
        resume(platform, trial);
        platform.awaitState(trial, "SUCCEEDED");
    }

    @Test
    void aLossThatIsNotANumberIsNamedAndTheTrialGoesOnOnceItsCauseIsGone(Platform platform) throws IOException {
        platform.importDataset("tiles-nan", 3);
        Files.writeString(platform.faults(), "nan = *@12\n");

        try {
            String trial = platform.submit("Not a number", "tiles-nan", EPOCHS);
            JsonNode waiting = platform.awaitState(trial, "NEEDS_ATTENTION");

            assertThat(waiting.path("failure").path("failureClass").asText()).isEqualTo("NUMERICS");
            assertThat(waiting.path("failure").path("cause").asText()).contains("not a number at step 12");
            assertThat(waiting.path("failure").path("log").valueStream().map(JsonNode::asText))
                    .as("what the worker wrote before and about it")
                    .anySatisfy(line -> assertThat(line).contains("begins the training"))
                    .anySatisfy(line -> assertThat(line).contains("attempt 1 failed"));
            assertThat(platform.text(platform.page().resolve("/trials/" + trial)))
                    .contains("attempt 1 failed");

            Files.delete(platform.faults());
            resume(platform, trial);
            platform.awaitState(trial, "SUCCEEDED");
        } finally {
            Files.deleteIfExists(platform.faults());
        }
    }

    private static void resume(Platform platform, String trial) {
        Launcher.Result result = platform.launcher().run("trial", trial, "resume");
        assertThat(result.code()).as(result.output()).isZero();
        platform.await(trial, json -> !json.path("state").asText().equals("NEEDS_ATTENTION"));
    }

    /** The file of an image in the object store: any but the smallest ones, which are masks. */
    private static Path largestBlob(Path home, String dataset) throws IOException {
        Path blobs = home.resolve("objects/loupe/datasets").resolve(dataset).resolve("blobs");
        try (Stream<Path> files = Files.list(blobs)) {
            List<Path> bySize = files.sorted(
                            Comparator.comparing(file -> file.toFile().length()))
                    .toList();
            return bySize.getLast();
        }
    }
}
