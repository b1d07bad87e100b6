package io.loupe.tracking.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.faults.Fault;
import io.loupe.faults.FaultProxy;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.store.MinioObjectStore;
import io.loupe.tracking.store.Sha256;
import io.loupe.tracking.store.StorePatience;
import io.loupe.tracking.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A category fetched over a network that fails in every way there is: it comes late, and whole. */
@Timeout(60)
class FetchThroughFaultsTest {
    private static final StorePatience QUICK = new StorePatience(
            Duration.ofMillis(600),
            Duration.ofMillis(400),
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)));

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void aCategoryIsFetchedWholeWhateverTheNetworkDoes(Fault fault) throws Exception {
        Path source = temp.resolve("source");
        Path image = Files.createDirectories(source.resolve("screw/train/good")).resolve("000.png");
        byte[] content = "an image, more or less ".repeat(5000).getBytes(UTF_8);
        Files.write(image, content);
        List<DatasetManifest.File> files =
                List.of(new DatasetManifest.File("screw/train/good/000.png", Sha256.of(content), content.length));

        try (S3Server server = S3Server.start(Files.createDirectories(temp.resolve("server")));
                MinioObjectStore direct = new MinioObjectStore(server.settings());
                FaultProxy proxy = FaultProxy.before(server.port());
                MinioObjectStore through = new MinioObjectStore(S3Server.settingsVia(proxy.port()), QUICK)) {
            direct.ensureBucket();
            String version = new S3DatasetStore(direct)
                    .publish("parts", source, files, done -> {})
                    .version();
            proxy.delay(Duration.ofMillis(100));
            proxy.always(fault);
            Thread.ofVirtual().start(() -> {
                long end = System.nanoTime() + Duration.ofMillis(1_000).toNanos();
                while (proxy.requests() < 2 && System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                }
                proxy.always(Fault.PASS);
            });

            Path folder = fetch(new S3DatasetStore(through), version);

            assertThat(folder.resolve("train/good/000.png")).hasBinaryContent(content);
            try (var all = Files.walk(folder)) {
                assertThat(all.filter(Files::isRegularFile)).hasSize(1);
            }
        }
    }

    /** As the platform does it: again while the failure is a passing one. */
    private Path fetch(S3DatasetStore store, String version) {
        Optional<Path> folder = Optional.empty();
        while (folder.isEmpty()) {
            try {
                folder = Optional.of(store.fetch("parts", version, "screw", temp.resolve("cache"), done -> {}));
            } catch (TrackingException again) {
                assertThat(again.temporary()).as(again.getMessage()).isTrue();
            }
        }
        return folder.get();
    }
}
