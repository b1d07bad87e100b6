package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of MVTec LOCO has a folder of masks; pages show it as one mask. */
class LocoMasksTest {
    private final S3DatasetStore store = new S3DatasetStore(new MemoryObjectStore());
    private final List<DatasetManifest.File> files = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void severalMasksAreOnePicture() throws IOException {
        file("cap/test/logical_anomalies/000.png", 0, 200);
        file("cap/ground_truth/logical_anomalies/000/000.png", 1, 255);
        file("cap/ground_truth/logical_anomalies/000/001.png", 2, 20);
        file("cap/test/dent/001.png", 0, 200);
        file("cap/ground_truth/dent/001_mask.png", 1, 255);
        String version = store.publish("caps", folder, files, _ -> {}).version();
        DatasetImages images = new DatasetImages(store, new Thumbnails());

        List<DatasetImages.Image> listed = images.list("caps", version, "cap");

        assertThat(listed)
                .extracting(DatasetImages.Image::mask)
                .containsExactly(
                        Optional.of("cap/ground_truth/dent/001_mask.png"),
                        Optional.of("cap/ground_truth/logical_anomalies/000"));
        DatasetImages.Content union = images.content("caps", version, "cap/ground_truth/logical_anomalies/000", 0)
                .orElseThrow();
        BufferedImage mask = ImageIO.read(new ByteArrayInputStream(union.bytes()));
        assertThat(new int[] {sample(mask, 0), sample(mask, 1), sample(mask, 2)})
                .containsExactly(0, 255, 255);
        assertThat(images.content("caps", version, "cap/ground_truth/logical_anomalies", 0))
                .isEmpty();
        assertThat(images.content("caps", version, "cap/test", 0)).isEmpty();
    }

    private static int sample(BufferedImage image, int x) {
        return image.getRaster().getSample(x, 0, 0);
    }

    private void file(String path, int x, int value) throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(x, 0, 0, value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toByteArray());
        files.add(new DatasetManifest.File(path, Sha256.of(bytes.toByteArray()), bytes.size()));
    }
}
