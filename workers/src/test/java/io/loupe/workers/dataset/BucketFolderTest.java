package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workers.archive.ArchiveLimits;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bucket that cannot be read is called. */
class BucketFolderTest {
    @TempDir
    private Path scratch;

    /** A store whose buckets, its own too, cannot be listed. */
    private static ObjectStore refusing(String name, TrackingException refusal) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("bucket")) {
                        throw refusal;
                    }
                    return arguments == null ? name : refusing((String) arguments[0], refusal);
                });
    }

    private void copy(ObjectStore store, String source) throws Exception {
        new BucketFolder(store, source, ArchiveLimits.USUAL).copy(scratch, (done, total) -> {});
    }

    @Test
    void aBucketThatIsNotThereIsTheAskersMistake() {
        TrackingException missing = new TrackingException("the store has no bucket \"cameras\"", false, null);

        assertThatThrownBy(() -> copy(refusing("loupe", missing), "cameras/washers"))
                .isInstanceOfSatisfying(DetectorException.class, wrong -> {
                    assertThat(wrong.kind()).isEqualTo(DetectorException.Kind.USER);
                    assertThat(wrong.place()).isEqualTo("s3://cameras/washers/");
                    assertThat(wrong).hasMessageContaining("no bucket \"cameras\"");
                    assertThat(wrong.advice()).contains("access key");
                });
    }

    @Test
    void aStoreThatIsAwayAndLoupesOwnBucketAreNot() {
        TrackingException away = new TrackingException("does not answer", true, null);
        TrackingException lost = new TrackingException("no bucket \"loupe\"", false, null);

        assertThatThrownBy(() -> copy(refusing("loupe", away), "cameras/washers"))
                .isSameAs(away);
        assertThatThrownBy(() -> copy(refusing("loupe", lost), "loupe/incoming"))
                .isSameAs(lost);
    }

    @Test
    void aBucketWithoutObjectsIsNoDataset() {
        assertThatThrownBy(() -> copy(new MemoryObjectStore(), "cameras"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("nothing stands under this prefix");
    }
}
