package io.loupe.detectors.dataset;

import static io.loupe.detectors.dataset.LayoutChecks.kept;
import static io.loupe.detectors.dataset.LayoutChecks.sound;
import static io.loupe.detectors.dataset.LayoutChecks.summaries;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts that are MVTec AD's under other names, each in small as it is unpacked: kept under MVTec's. */
final class MvtecLikeLayoutsTest {
    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder);
    }

    @Test
    void btadSaysOkAndKo() throws IOException {
        dataset.image("BTech_Dataset_transformed/01/train/ok/0000.png")
                .image("BTech_Dataset_transformed/01/test/ok/0000.png")
                .image("BTech_Dataset_transformed/01/test/ko/0000.png")
                .mask("BTech_Dataset_transformed/01/ground_truth/ko/0000.png")
                .image("BTech_Dataset_transformed/02/train/ok/0000.png")
                .image("BTech_Dataset_transformed/02/test/ok/0000.png")
                .image("BTech_Dataset_transformed/02/test/ko/0000.png")
                .mask("BTech_Dataset_transformed/02/ground_truth/ko/0000.png");

        CheckReport report = sound(folder, "btad");

        assertThat(summaries(report))
                .containsExactly(
                        "01: 1 train, 0 validation, 1 good, 1 defective, 1 masks",
                        "02: 1 train, 0 validation, 1 good, 1 defective, 1 masks");
        assertThat(kept(folder, report, "02").test())
                .extracting(TestImage::defect)
                .containsExactly("good", "ko");
    }

    @Test
    void of3dAdTheColourImagesAreUsed() throws IOException {
        dataset.image("bagel/train/good/rgb/000.png")
                .text("bagel/train/good/xyz/000.tiff", "positions")
                .image("bagel/validation/good/rgb/000.png")
                .image("bagel/test/good/rgb/000.png")
                .mask("bagel/test/good/gt/000.png", 16, 16, 0, 255)
                .image("bagel/test/hole/rgb/000.png")
                .mask("bagel/test/hole/gt/000.png")
                .text("bagel/calibration/camera_parameters.json", "{}");

        CheckReport report = sound(folder, "mvtec3d");

        assertThat(summaries(report)).containsExactly("bagel: 1 train, 1 validation, 1 good, 1 defective, 1 masks");
        assertThat(kept(folder, report, "bagel").hasMasks()).isTrue();
    }
}
