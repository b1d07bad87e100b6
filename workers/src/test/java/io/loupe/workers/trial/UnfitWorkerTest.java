package io.loupe.workers.trial;

import static io.loupe.workers.trial.Platform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialOrigin;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker on which three trials fail one after the other finds itself unfit and says why. */
@Timeout(120)
class UnfitWorkerTest {
    @TempDir
    private Path folder;

    private Lab lab;
    private Platform platform;

    @BeforeEach
    void start() {
        lab = new Lab(folder);
        platform = new Platform(lab);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void workerOnWhichThreeTrialsFailOneAfterTheOtherIsUnfit() {
        lab.failures = (point, id, number) -> {
            if (point == Point.PREPARE) {
                throw new IllegalStateException("the disk is on fire");
            }
        };

        threeTrialsFailOneAfterTheOther("the disk is on fire");
    }

    @Test
    void workerWhoseCacheCannotBeWrittenIsUnfit() throws IOException {
        Files.writeString(lab.cache, "a file where a folder should be");

        threeTrialsFailOneAfterTheOther("cannot write " + lab.cache);
    }

    private void threeTrialsFailOneAfterTheOther(String cause) {
        for (String id : List.of("t1", "t2", "t3")) {
            assertThat(platform.unfit).as("before %s", id).isEmpty();
            WorkflowClient.start(platform.trial(id)::run, lab.fork(id, lab.spec(), new TrialOrigin("t0", "t0", 1, 1)));
            await(
                    id + " failed",
                    () -> platform.story.messages().stream()
                                    .filter(message -> message.contains(cause))
                                    .count()
                            >= Integer.parseInt(id.substring(1)));
        }

        await("unfit", () -> !platform.unfit.isEmpty());
        assertThat(platform.unfit.getFirst()).contains("3 different trials", cause);
    }
}
