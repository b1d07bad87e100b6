package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.Tracking;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.MlflowRunTracker;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderImportTest {
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final Tracking tracking = new Tracking(
            objects,
            new PublishedCheckpoints(objects),
            new S3DatasetStore(objects),
            new S3WeightsStore(objects),
            new RunArtifacts(objects),
            new MlflowRunTracker(URI.create("http://127.0.0.1:9"), objects, "loupe"));
    private final List<ImportProgress> progress = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void paint() throws IOException {
        for (int n = 0; n < 3; n++) {
            image("washer/train/good/%03d.png".formatted(n), 10 + n);
        }
        image("washer/test/good/000.png", 50);
        image("washer/test/dent/000.png", 90);
        image("washer/ground_truth/dent/000_mask.png", 255);
    }

    @Test
    void wholeFolderIsPublishedAndReported() {
        ImportOutcome outcome = run(folder);

        assertThat(outcome.version()).hasSize(64);
        assertThat(outcome.problemCount()).isEqualTo(outcome.problems().size());
        assertThat(outcome.categories()).singleElement().satisfies(category -> {
            assertThat(category.name()).isEqualTo("washer");
            assertThat(category.trainGood()).isEqualTo(3);
            assertThat(category.defectTypes()).containsExactly("dent");
        });
        assertThat(tracking.datasets().manifest("washers", outcome.version()).files())
                .hasSize(6);
        assertThat(objects.get("datasets/washers/reports/i1.json")).isPresent();
        assertThat(progress).contains(new ImportProgress("checking", 6, 6), new ImportProgress("copying", 6, 6));
    }

    @Test
    void folderThatIsOneCategoryIsPublishedUnderItsName() {
        ImportOutcome whole = run(folder);
        ImportOutcome category = run(folder.resolve("washer"));

        assertThat(category.version()).isEqualTo(whole.version());
    }

    @Test
    void folderWithAnErrorIsReportedAndNotPublished() throws IOException {
        Files.write(folder.resolve("washer/train/good/001.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

        ImportOutcome outcome = run(folder);

        assertThat(outcome.version()).isEmpty();
        assertThat(outcome.problems())
                .anySatisfy(problem -> assertThat(problem.path()).isEqualTo("washer/train/good/001.png"));
        assertThat(objects.list("datasets/washers/manifests/")).isEmpty();
        assertThat(objects.list("datasets/washers/blobs/")).isEmpty();
        assertThat(new String(objects.get("datasets/washers/reports/i1.json").orElseThrow(), StandardCharsets.UTF_8))
                .contains("\"usable\" : false", "washer/train/good/001.png");
    }

    @Test
    void importIsStoppedWhenAsked() {
        RuntimeException reason = new IllegalStateException("cancelled");

        assertThatThrownBy(() -> run(folder, Optional.of(new Pulse.Stop(Pulse.Stop.Kind.CANCEL, reason))))
                .isSameAs(reason);
        assertThat(objects.list("datasets/washers/manifests/")).isEmpty();
    }

    private ImportOutcome run(Path imported) {
        return run(imported, Optional.empty());
    }

    private ImportOutcome run(Path imported, Optional<Pulse.Stop> stop) {
        Pulse<ImportProgress> pulse = new Pulse<>() {
            @Override
            public synchronized void tell(ImportProgress told) {
                progress.add(told);
            }

            @Override
            public Optional<Stop> stop() {
                return stop;
            }
        };
        return new FolderImport(new ImportSpec("i1", "washers", imported.toString(), "auto"), imported, tracking, pulse)
                .run();
    }

    private void image(String path, int grey) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(4, 6, 0, grey);
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
