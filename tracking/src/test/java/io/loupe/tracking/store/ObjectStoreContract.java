package io.loupe.tracking.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.loupe.tracking.Parallel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ObjectStore} must do. */
abstract class ObjectStoreContract {
    @TempDir
    Path folder;

    /** A prefix of this test's own. */
    final String prefix = "contract/" + UUID.randomUUID() + "/";

    abstract ObjectStore store();

    @Test
    void whatWasPutIsRead() throws Exception {
        byte[] content = "some bytes".getBytes(UTF_8);

        store().put(prefix + "a", content, "text/plain");

        assertThat(store().get(prefix + "a")).hasValue(content);
        assertThat(store().size(prefix + "a")).hasValue(10L);
        try (InputStream stream = store().open(prefix + "a").orElseThrow()) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
        }
        assertThat(store().download(prefix + "a", folder.resolve("deep/down/a")))
                .isTrue();
        assertThat(folder.resolve("deep/down/a")).hasBinaryContent(content);
        assertThat(folder.resolve("deep/down")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void bucketsOfOneServerHaveObjectsOfTheirOwn() {
        ObjectStore other = store().bucket("other-bucket");
        other.ensureBucket();
        other.put(prefix + "a", new byte[] {1}, "text/plain");

        assertThat(other.bucket()).isEqualTo("other-bucket");
        assertThat(other.get(prefix + "a")).hasValue(new byte[] {1});
        assertThat(store().get(prefix + "a")).isEmpty();
        assertThat(other.bucket(store().bucket()).list(prefix)).isEmpty();
    }

    @Test
    void aMissingKeyIsEmptyAndNoFileAppears() {
        assertThat(store().get(prefix + "none")).isEmpty();
        assertThat(store().open(prefix + "none")).isEmpty();
        assertThat(store().size(prefix + "none")).isEmpty();
        assertThat(store().download(prefix + "none", folder.resolve("none"))).isFalse();
        assertThat(folder.resolve("none")).doesNotExist();
        store().delete(prefix + "none");
    }

    @Test
    void anEmptyObjectIsNotAMissingOne() {
        store().put(prefix + "empty", new byte[0], "text/plain");

        assertThat(store().get(prefix + "empty")).hasValue(new byte[0]);
        assertThat(store().size(prefix + "empty")).hasValue(0L);
    }

    @Test
    void filesOfSeveralPartsArriveWhole() throws Exception {
        Path file = folder.resolve("large");
        byte[] block = new byte[1 << 20];
        try (var output = Files.newOutputStream(file)) {
            for (int i = 0; i < 70; i++) {
                java.util.Arrays.fill(block, (byte) i);
                output.write(block);
            }
        }

        store().put(prefix + "large", file, "application/octet-stream");

        assertThat(store().size(prefix + "large")).hasValue(70L << 20);
        store().download(prefix + "large", folder.resolve("copy"));
        assertThat(Sha256.of(folder.resolve("copy"))).isEqualTo(Sha256.of(file));
    }

    /** One request may carry far less on most servers; the checkpoint of a large network is such an object. */
    @Test
    void bytesThatNoSingleRequestMayCarryArriveWhole() {
        byte[] content = new byte[150 << 20];
        for (int i = 0; i < content.length; i += 4096) {
            content[i] = (byte) (i >> 12);
        }

        store().put(prefix + "checkpoint", content, "application/octet-stream");

        assertThat(store().size(prefix + "checkpoint")).hasValue((long) content.length);
        assertThat(Sha256.of(store().get(prefix + "checkpoint").orElseThrow())).isEqualTo(Sha256.of(content));
    }

    @Test
    void theFirstToCreateWins() {
        assertThat(store().putIfAbsent(prefix + "once", new byte[] {1}, "text/plain"))
                .isTrue();
        assertThat(store().putIfAbsent(prefix + "once", new byte[] {2}, "text/plain"))
                .isFalse();
        assertThat(store().putIfAbsent(prefix + "once", new byte[] {1}, "text/plain"))
                .isFalse();
        assertThat(store().get(prefix + "once")).hasValue(new byte[] {1});
    }

    @Test
    void ofManyWhoCreateAtOnceExactlyOneWins() {
        for (int round = 0; round < 20; round++) {
            String key = prefix + "race/" + round;
            List<Integer> callers = IntStream.range(0, 8).boxed().toList();

            List<Boolean> created = Parallel.map(
                    callers, 8, caller -> store().putIfAbsent(key, new byte[] {caller.byteValue()}, "text/plain"));

            assertThat(created).as("round %d", round).containsOnlyOnce(true);
            assertThat(store().get(key)).hasValue(new byte[] {(byte) created.indexOf(true)});
        }
    }

    @Test
    void listingsAreSortedAndSeeOnlyThePrefix() {
        Instant before = Instant.now().minusSeconds(5);
        for (String key : List.of("b/2", "a/1", "a/10", "a/2")) {
            store().put(prefix + key, new byte[3], "text/plain");
        }

        assertThat(store().list(prefix + "a/")).containsExactly(prefix + "a/1", prefix + "a/10", prefix + "a/2");
        assertThat(store().entries(prefix + "b/")).singleElement().satisfies(entry -> {
            assertThat(entry.key()).isEqualTo(prefix + "b/2");
            assertThat(entry.size()).isEqualTo(3);
            assertThat(entry.modified()).isBetween(before, Instant.now().plusSeconds(5));
        });
        assertThat(store().list(prefix + "none/")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() {
        store().put(prefix + "a", new byte[1], "text/plain");

        store().delete(prefix + "a");

        assertThat(store().get(prefix + "a")).isEmpty();
        assertThat(store().putIfAbsent(prefix + "a", new byte[2], "text/plain")).isTrue();
    }

    @Test
    void keysWithSpacesAndLettersOfOtherLanguagesWork() {
        String key = prefix + "heat maps/Kratzer groß + tief & (1)/ü.png";
        store().put(key, new byte[] {7}, "image/png");

        assertThat(store().get(key)).hasValue(new byte[] {7});
        assertThat(store().list(prefix + "heat maps/")).containsExactly(key);
    }

    @Test
    void keysThatLeaveTheirPlaceAreRefused() {
        for (String key : List.of("", "/a", "a/", "a//b", "a/../b", "./a", "a\\b")) {
            assertThatIllegalArgumentException().as(key).isThrownBy(() -> store().put(key, new byte[1], "text/plain"));
        }
    }
}
