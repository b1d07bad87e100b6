package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.detectors.weights.Weights;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.Sha256;
import io.loupe.tracking.weights.S3WeightsStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerWeightsTest {
    private static final byte[] MADE = file(1);
    private static final byte[] FOUND = file(2);

    @TempDir
    private Path folder;

    private final S3WeightsStore published = new S3WeightsStore(new MemoryObjectStore());

    @Test
    void weightsOfATrialAreFoundByTheirName() {
        published.publish("my-teacher", "PDN-S", "t1", Map.of(), MADE);

        Weights weights = library().load("my-teacher");

        assertThat(weights.name()).isEqualTo("my-teacher");
        assertThat(weights.sha256()).isEqualTo(Sha256.of(MADE));
        assertThat(weights.tensors().get("w").values()).containsExactly(1);
    }

    @Test
    void aFileInAFolderIsFoundByItsName() throws IOException {
        Files.write(folder.resolve("mine.safetensors"), FOUND);

        assertThat(library().load("mine.safetensors").tensors().get("w").values())
                .containsExactly(2);
    }

    @Test
    void noTrialCanStandInForANameOfTheCatalogue() {
        published.publish("efficientnet-lite0", "Something else", "t1", Map.of(), MADE);

        assertThatThrownBy(() -> library().load("efficientnet-lite0"))
                .isInstanceOf(DetectorException.class)
                .hasMessage("weights efficientnet-lite0: no file efficientnet-lite0-57934424.pth in " + folder);
    }

    @Test
    void whatTrialsPublishedIsReadWithoutTrust() {
        published.publish("broken", "Not weights", "t1", Map.of(), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> library().load("broken"))
                .isInstanceOf(DetectorException.class)
                .hasMessageStartingWith("weights broken of trial t1: ");
    }

    @Test
    void aNameThatNothingCanHaveIsRefused() {
        assertThatThrownBy(() -> library().load("../broken")).isInstanceOf(DetectorException.class);
    }

    private WorkerWeights library() {
        return new WorkerWeights(published, new FolderWeights(List.of(folder)));
    }

    private static byte[] file(float value) {
        return SafeTensors.write(Map.of(), List.of(HostTensor.of("w", new float[] {value}, 1)));
    }
}
