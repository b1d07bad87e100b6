package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.tracking.Tracking;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.MlflowRunTracker;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of photographs, imported; skipped, and said so, where they are not at hand. */
class RealImportTest {
    private static final List<String> SCREW =
            List.of("manipulated_front", "scratch_head", "scratch_neck", "thread_side", "thread_top");

    private final MemoryObjectStore objects = new MemoryObjectStore();

    @TempDir
    private Path folder;

    @Test
    void screwHasItsPublishedCounts() {
        CategorySummary screw = run("mvtec/screw.tar", 320 + 41 + 119 + 119);

        assertThat(screw).isEqualTo(new CategorySummary("screw", 320, 0, 41, 119, SCREW, 119, 256, 256, screw.bytes()));
    }

    @Test
    void juiceBottleHasItsLogicalAnomalies() {
        CategorySummary bottle = run("loco/juice_bottle.tar", 335 + 54 + 142 + 142 + 1);

        assertThat(bottle)
                .isEqualTo(new CategorySummary(
                        "juice_bottle", 335, 54, 0, 142, List.of("logical_anomalies"), 142, 256, 256, bottle.bytes()));
    }

    private CategorySummary run(String archive, int files) {
        Optional<Path> tar = sharedData(archive);
        assumeTrue(
                tar.isPresent(),
                "SKIPPED: shared/data/" + archive + " is neither beside the checkout nor below LOUPE_SHARED_DATA");
        Tracking tracking = new Tracking(
                objects,
                new PublishedCheckpoints(objects),
                new S3DatasetStore(objects),
                new S3WeightsStore(objects),
                new RunArtifacts(objects),
                new MlflowRunTracker(URI.create("http://127.0.0.1:9"), objects, "loupe"));
        Pulse<ImportProgress> pulse = new Pulse<>() {
            @Override
            public void tell(ImportProgress told) {}

            @Override
            public Optional<Stop> stop() {
                return Optional.empty();
            }
        };

        ImportOutcome outcome = new SourceImport(
                        new ImportSpec("i1", "real", tar.get().toAbsolutePath().toString(), "auto"),
                        tracking,
                        folder,
                        ArchiveLimits.USUAL,
                        pulse)
                .run();

        assertThat(outcome.version()).as("%s", outcome.problems()).hasSize(64);
        assertThat(tracking.datasets().manifest("real", outcome.version()).files())
                .hasSize(files);
        return outcome.categories().getFirst();
    }

    private static Optional<Path> sharedData(String file) {
        String given = System.getProperty("LOUPE_SHARED_DATA", System.getenv("LOUPE_SHARED_DATA"));
        if (given != null) {
            return Optional.of(Path.of(given, file)).filter(Files::exists);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/data").resolve(file);
            if (Files.exists(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
