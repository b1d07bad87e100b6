package io.loupe.tracking.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.MemoryObjectStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3WeightsStoreTest {
    private static final byte[] CONTENT = "weights".getBytes(UTF_8);
    private static final byte[] OTHER = "others".getBytes(UTF_8);

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final WeightsStore store = new S3WeightsStore(objects);

    @Test
    void whatIsPublishedIsFoundByNameAndReadWhole() {
        PublishedWeights published = store.publish("teacher", "PDN-S", "t1", Map.of("eval/x", 0.5), CONTENT);

        assertThat(store.find("teacher")).contains(published);
        assertThat(store.read(published)).isEqualTo(CONTENT);
        assertThat(published.bytes()).isEqualTo(CONTENT.length);
        assertThat(published.metrics()).containsEntry("eval/x", 0.5);
        assertThat(store.find("other")).isEmpty();
    }

    @Test
    void aTrialMayPublishAgainAndReplaceItsOwn() {
        store.publish("teacher", "PDN-S", "t1", Map.of(), CONTENT);
        store.publish("teacher", "PDN-S", "t1", Map.of(), CONTENT);

        PublishedWeights replaced = store.publish("teacher", "PDN-S", "t1", Map.of(), OTHER);

        assertThat(store.read(store.find("teacher").orElseThrow())).isEqualTo(OTHER);
        assertThat(store.all()).containsExactly(replaced);
    }

    @Test
    void aNameThatAnotherTrialHasIsRefusedAndKept() {
        store.publish("teacher", "PDN-S", "t1", Map.of(), CONTENT);

        assertThatThrownBy(() -> store.publish("teacher", "PDN-S", "t2", Map.of(), OTHER))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContaining("\"teacher\" belongs to weights of trial t1");
        assertThat(store.read(store.find("teacher").orElseThrow())).isEqualTo(CONTENT);
    }

    @Test
    void allAreListedByName() {
        store.publish("b", "", "t1", Map.of(), CONTENT);
        store.publish("a", "", "t2", Map.of(), CONTENT);

        assertThat(store.all()).extracting(PublishedWeights::name).containsExactly("a", "b");
    }

    @Test
    void damagedObjectsAreNamed() {
        PublishedWeights weights = store.publish("teacher", "", "t1", Map.of(), CONTENT);
        objects.put("weights/blobs/" + weights.sha256(), OTHER, "application/octet-stream");
        assertThatThrownBy(() -> store.read(weights))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("weights/blobs/" + weights.sha256() + " does not match");

        objects.put("weights/names/teacher.json", "{".getBytes(UTF_8), "application/json");
        assertThatThrownBy(() -> store.find("teacher"))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("weights/names/teacher.json is damaged");
    }

    @Test
    void aNameThatCouldLeadElsewhereIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.find("../datasets/x"));
        assertThatIllegalArgumentException().isThrownBy(() -> store.publish("", "", "t", Map.of(), CONTENT));
    }
}
