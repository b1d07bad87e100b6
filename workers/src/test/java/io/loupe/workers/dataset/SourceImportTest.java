package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.dataset.Layouts;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.MlflowRunTracker;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workers.archive.Packed;
import io.loupe.workers.archive.Tar;
import io.loupe.workers.archive.Zip;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.loupe.workflows.dataset.Uploads;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One dataset by every way there is; the same content is the same version, whichever way it came. */
class SourceImportTest {
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final Tracking tracking = new Tracking(
            objects,
            new PublishedCheckpoints(objects),
            new S3DatasetStore(objects),
            new S3WeightsStore(objects),
            new RunArtifacts(objects),
            new MlflowRunTracker(URI.create("http://127.0.0.1:9"), objects, "loupe"));
    private final List<ImportProgress> progress = new ArrayList<>();
    private final Map<String, byte[]> files = new TreeMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void paint() throws IOException {
        for (int n = 0; n < 3; n++) {
            files.put("washer/train/good/%03d.png".formatted(n), image(10 + n));
        }
        files.put("washer/test/good/000.png", image(50));
        files.put("washer/test/dent/000.png", image(90));
        files.put("washer/ground_truth/dent/000_mask.png", image(255));
    }

    @Test
    void everyWayGivesTheSameVersion() throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve("plain").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            objects.put("incoming/washers/" + file.getKey(), file.getValue(), "image/png");
            objects.bucket("cameras").put("washers/" + file.getKey(), file.getValue(), "image/png");
            objects.bucket("washers").put(file.getKey(), file.getValue(), "image/png");
        }
        String version = run(folder.resolve("plain").toString()).version();
        byte[] tar = tar();

        assertThat(version).hasSize(64);
        assertThat(run(write("a.zip", zip())).version()).isEqualTo(version);
        assertThat(run(write("a.tar", tar)).version()).isEqualTo(version);
        assertThat(run(write("a.tar.gz", Packed.gzip(tar))).version()).isEqualTo(version);
        assertThat(run(write("a.tar.xz", Packed.xz(tar))).version()).isEqualTo(version);
        assertThat(run(write("a.tar.bz2", Packed.bzip2(tar))).version()).isEqualTo(version);
        assertThat(run("s3://loupe/incoming/washers").version()).isEqualTo(version);
        assertThat(run("s3://cameras/washers/").version()).isEqualTo(version);
        assertThat(run("s3://washers").version()).isEqualTo(version);
        assertThat(run(upload(tar, 1000)).version()).isEqualTo(version);
        assertThat(objects.list("datasets/washers/manifests/")).hasSize(1);
        assertThat(progress).extracting(ImportProgress::phase).contains("fetching", "unpacking", "checking", "copying");
    }

    @Test
    void anArchiveOfACategoryItselfIsNamedByIt() throws IOException {
        Map<String, byte[]> inner = new TreeMap<>();
        files.forEach((name, content) -> inner.put(name.substring("washer/".length()), content));
        Tar tar = new Tar();
        for (Map.Entry<String, byte[]> file : inner.entrySet()) {
            tar.file(file.getKey(), file.getValue());
        }

        ImportOutcome outcome = run(write("washer.tar.gz", Packed.gzip(tar.bytes())));

        assertThat(outcome.categories()).singleElement().satisfies(category -> assertThat(category.name())
                .isEqualTo("washer"));
    }

    @Test
    void theSameTwiceWritesNothingAndChangedContentIsANewVersion() throws IOException {
        String first = run(write("a.zip", zip())).version();
        List<String> keys = objects.list("datasets/washers/blobs/");

        assertThat(run(write("a.zip", zip())).version()).isEqualTo(first);
        assertThat(objects.list("datasets/washers/blobs/")).isEqualTo(keys);

        files.put("washer/train/good/003.png", image(77));
        String second = run(write("b.zip", zip())).version();

        assertThat(second).isNotEqualTo(first);
        assertThat(objects.list("datasets/washers/blobs/")).hasSize(keys.size() + 1);
        assertThat(tracking.datasets().manifest("washers", first).files())
                .extracting(DatasetManifest.File::path)
                .doesNotContain("washer/train/good/003.png");
        // What was bound to the first version still gets exactly that.
        Path cached = tracking.datasets().fetch("washers", first, "washer", folder.resolve("cache"), _ -> {});
        try (Stream<Path> train = Files.list(cached.resolve("train/good"))) {
            assertThat(train).hasSize(3);
        }
    }

    @Test
    void aRefusedArchiveIsAProblemOfItsOwn() throws IOException {
        files.put("../washer.png", image(1));

        ImportOutcome outcome = run(write("evil.zip", zip()));

        assertThat(outcome.version()).isEmpty();
        assertThat(outcome.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo("error");
            assertThat(problem.path()).isEqualTo("evil.zip");
            assertThat(problem.message()).contains("leads out of the archive's folder");
        });
        assertThat(objects.get(outcome.reportKey())).isPresent();
        assertThat(objects.list("datasets/washers/manifests/")).isEmpty();
        assertThat(folder.resolve("washer.png")).doesNotExist();
    }

    @Test
    void nothingOfAnArchiveStaysOnTheWorkersDisk() throws IOException {
        Path killed = Files.createDirectories(folder.resolve("cache/imports/i0-1/washer"));
        Files.setLastModifiedTime(
                killed.getParent(), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        Path running = Files.createDirectories(folder.resolve("cache/imports/i1-2"));

        run(write("a.zip", zip()));

        try (Stream<Path> left = Files.list(folder.resolve("cache/imports"))) {
            assertThat(left).containsExactly(running);
        }
    }

    @Test
    void anUploadWithAGapIsNotImported() throws IOException {
        String source = upload(tar(), 1000);
        objects.delete(Uploads.piece("7", 2000));

        assertThatThrownBy(() -> run(source))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("upload it again");
    }

    @Test
    void loupesOwnObjectsAreNoDataset() {
        assertThatThrownBy(() -> run("s3://loupe/datasets/washers")).hasMessageContaining("Loupe's own objects");
        assertThatThrownBy(() -> run("s3://loupe")).hasMessageContaining("Loupe's own objects");
        assertThatThrownBy(() -> run("s3://nowhere/at/all")).hasMessageContaining("nothing stands under this prefix");
    }

    @Test
    void theLayoutsThatCanBeNamedAreThoseThatAreKnown() {
        assertThat(ImportSpec.LAYOUTS).isEqualTo(Layouts.NAMES);
    }

    private ImportOutcome run(String source) {
        Pulse<ImportProgress> pulse = new Pulse<>() {
            @Override
            public synchronized void tell(ImportProgress told) {
                progress.add(told);
            }

            @Override
            public Optional<Stop> stop() {
                return Optional.empty();
            }
        };
        return new SourceImport(
                        new ImportSpec("i1", "washers", source, "auto"),
                        tracking,
                        folder.resolve("cache"),
                        ArchiveLimits.USUAL,
                        pulse)
                .run();
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String upload(byte[] content, int piece) {
        for (int at = 0; at < content.length; at += piece) {
            objects.put(
                    Uploads.piece("7", at),
                    Arrays.copyOfRange(content, at, Math.min(content.length, at + piece)),
                    "application/octet-stream");
        }
        return "upload:7/washers.tar";
    }

    private byte[] tar() throws IOException {
        Tar tar = new Tar();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            tar.file(file.getKey(), file.getValue());
        }
        return tar.bytes();
    }

    private byte[] zip() throws IOException {
        Zip zip = new Zip();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            zip.file(file.getKey(), file.getValue());
        }
        return zip.bytes();
    }

    private static byte[] image(int grey) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(4, 6, 0, grey);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
