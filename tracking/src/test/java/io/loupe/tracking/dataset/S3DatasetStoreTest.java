package io.loupe.tracking.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.Json;
import io.loupe.tracking.Parallel;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.DiskException;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.Sha256;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3DatasetStoreTest {
    @TempDir
    Path temp;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final InterceptedObjectStore intercepted = new InterceptedObjectStore(objects);
    private final S3DatasetStore store = new S3DatasetStore(intercepted);
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<String> fetched = Collections.synchronizedList(new ArrayList<>());
    private Path folder;
    private Path cache;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = temp.resolve("imported");
        cache = temp.resolve("cache");
        write("screw/train/good/000.png", "screw 0");
        write("screw/train/good/001.png", "screw 1");
        write("screw/test/scratch/000.png", "scratched");
        write("nut/train/good/000.png", "nut 0");
        intercepted.after((verb, key) -> {
            if (verb.equals("put") && key.contains("/blobs/")) {
                sent.add(key);
            }
            if (verb.equals("get") && key.contains("/blobs/")) {
                fetched.add(key);
            }
        });
    }

    @Test
    void aPublishedCategoryIsFetchedExactly() throws IOException {
        List<Integer> progress = new ArrayList<>();
        DatasetManifest manifest = store.publish("parts", folder, files(), progress::add);

        Path screw = store.fetch("parts", manifest.version(), "screw", cache, done -> {});

        assertThat(progress).containsExactly(1, 2, 3, 4);
        assertThat(screw)
                .isEqualTo(cache.resolve("parts").resolve(manifest.version()).resolve("screw"));
        assertThat(tree(screw)).containsExactly("test/scratch/000.png", "train/good/000.png", "train/good/001.png");
        assertThat(screw.resolve("test/scratch/000.png")).hasContent("scratched");
        assertThat(store.read("parts", Sha256.of("nut 0".getBytes(UTF_8))))
                .asString(UTF_8)
                .isEqualTo("nut 0");
    }

    @Test
    void equalContentHasAnEqualVersionWhateverTheOrder() {
        List<DatasetManifest.File> reversed = files().reversed();

        String version = store.publish("parts", folder, files(), done -> {}).version();

        assertThat(store.publish("parts", folder, reversed, done -> {}).version())
                .isEqualTo(version);
        assertThat(version).matches("[0-9a-f]{64}");
        assertThat(store.manifest("parts", version).files())
                .extracting(DatasetManifest.File::path)
                .isSorted();
    }

    @Test
    void aNewVersionSendsOnlyWhatIsNew() throws IOException {
        String before = store.publish("parts", folder, files(), done -> {}).version();
        sent.clear();
        write("screw/train/good/002.png", "screw 2");

        String after = store.publish("parts", folder, files(), done -> {}).version();

        assertThat(after).isNotEqualTo(before);
        assertThat(sent).containsExactly("datasets/parts/blobs/" + Sha256.of("screw 2".getBytes(UTF_8)));
        assertThat(store.manifest("parts", before).files()).hasSize(4);
    }

    @Test
    void importingTheSameAgainMendsWhatRotted() {
        String version = store.publish("parts", folder, files(), done -> {}).version();
        String hash = Sha256.of("screw 0".getBytes(UTF_8));
        objects.put("datasets/parts/blobs/" + hash, "SCREW 0".getBytes(UTF_8), "image/png");
        assertThatThrownBy(() -> store.fetch("parts", version, "screw", cache, done -> {}))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContainingAll("dataset parts", hash, "import the dataset again, then resume");
        sent.clear();

        store.publish("parts", folder, files(), done -> {});

        assertThat(sent).containsExactly("datasets/parts/blobs/" + hash);
        assertThat(store.fetch("parts", version, "screw", cache, done -> {})).isDirectory();
    }

    @Test
    void aMissingObjectIsNamed() {
        String version = store.publish("parts", folder, files(), done -> {}).version();
        String hash = Sha256.of("nut 0".getBytes(UTF_8));
        objects.delete("datasets/parts/blobs/" + hash);

        assertThatThrownBy(() -> store.fetch("parts", version, "nut", cache, done -> {}))
                .hasMessageContainingAll(hash, "is missing");
    }

    @Test
    void aFileThatChangedWhileItWasImportedIsFound() throws IOException {
        List<DatasetManifest.File> files = files();
        write("nut/train/good/000.png", "NUT 0");

        assertThatThrownBy(() -> store.publish("parts", folder, files, done -> {}))
                .hasMessageContaining("nut/train/good/000.png changed while it was imported");
        assertThat(objects.list("datasets/parts/manifests/")).isEmpty();
    }

    @Test
    void aFullCacheFetchesNothingAgain() {
        String version = store.publish("parts", folder, files(), done -> {}).version();
        store.fetch("parts", version, "screw", cache, done -> {});
        fetched.clear();
        List<Integer> progress = Collections.synchronizedList(new ArrayList<>());

        store.fetch("parts", version, "screw", cache, progress::add);

        assertThat(fetched).isEmpty();
        assertThat(progress).containsExactly(1, 2, 3);
    }

    @Test
    void damagedMissingAndForeignFilesInTheCacheAreMended() throws IOException {
        String version = store.publish("parts", folder, files(), done -> {}).version();
        Path screw = store.fetch("parts", version, "screw", cache, done -> {});
        Files.writeString(screw.resolve("train/good/000.png"), "SCREW 0"); // same size, other content
        Files.delete(screw.resolve("train/good/001.png"));
        Files.writeString(screw.resolve("train/good/999.png"), "from elsewhere");
        Files.writeString(screw.resolve("train/good/.123.part"), "half a file");
        fetched.clear();

        store.fetch("parts", version, "screw", cache, done -> {});

        assertThat(tree(screw)).containsExactly("test/scratch/000.png", "train/good/000.png", "train/good/001.png");
        assertThat(screw.resolve("train/good/000.png")).hasContent("screw 0");
        assertThat(fetched).hasSize(2);
    }

    @Test
    void manyWhoFetchAtOnceGetWholeFolders() {
        String version = store.publish("parts", folder, files(), done -> {}).version();

        List<List<String>> trees = Parallel.map(List.of(1, 2, 3, 4, 5, 6), 6, caller -> {
            S3DatasetStore own = new S3DatasetStore(intercepted);
            return tree(own.fetch("parts", version, "screw", cache, done -> {}));
        });

        assertThat(trees).allSatisfy(tree -> assertThat(tree).hasSize(3));
        assertThat(fetched).as("each object is fetched by one of them").hasSize(3);
    }

    @Test
    void unknownCategoriesVersionsAndNamesAreSaidPlainly() {
        String version = store.publish("parts", folder, files(), done -> {}).version();

        assertThatThrownBy(() -> store.fetch("parts", version, "bolt", cache, done -> {}))
                .hasMessageContaining("dataset parts has no category \"bolt\"");
        assertThatThrownBy(() -> store.manifest("parts", "0".repeat(64)))
                .hasMessageContaining("dataset parts has no version 0000");
        assertThatIllegalArgumentException().isThrownBy(() -> store.manifest("parts", "../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read("..", "0".repeat(64)));
    }

    @Test
    void pathsThatLeaveTheFolderAreRefusedAlsoFromTheStore() {
        DatasetManifest.File evil = new DatasetManifest.File("screw/../../evil", "0".repeat(64), 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.publish("parts", folder, List.of(evil), done -> {}));
        objects.put(
                "datasets/parts/manifests/" + "1".repeat(64) + ".json",
                ("{\"name\":\"parts\",\"version\":\"x\",\"files\":[{\"path\":\"screw/../../evil\",\"sha256\":\""
                                + "0".repeat(64) + "\",\"size\":1}]}")
                        .getBytes(UTF_8),
                "application/json");
        assertThatThrownBy(() -> store.manifest("parts", "1".repeat(64)))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        String version = store.publish("parts", folder, files(), done -> {}).version();
        Path file = Files.writeString(temp.resolve("a-file"), "x");

        assertThatThrownBy(() -> store.fetch("parts", version, "screw", file, done -> {}))
                .isInstanceOfSatisfying(
                        DiskException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContaining("a-file");
    }

    @Test
    void aDiskThatIsTooSmallForACategoryIsNamed() {
        List<DatasetManifest.File> huge =
                List.of(new DatasetManifest.File("screw/train/good/000.png", "0".repeat(64), Long.MAX_VALUE >> 1));
        String version = Sha256.of(Json.write(huge));
        objects.put(
                "datasets/parts/manifests/" + version + ".json",
                Json.write(new DatasetManifest("parts", version, huge)),
                "application/json");

        assertThatThrownBy(() -> store.fetch("parts", version, "screw", temp.resolve("cache"), done -> {}))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("MiB left");
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), content);
    }

    private List<DatasetManifest.File> files() {
        return tree(folder).stream()
                .map(path -> {
                    try {
                        Path file = folder.resolve(path);
                        return new DatasetManifest.File(path, Sha256.of(file), Files.size(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<String> tree(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
