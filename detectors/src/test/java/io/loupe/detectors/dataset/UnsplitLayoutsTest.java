package io.loupe.detectors.dataset;

import static io.loupe.detectors.dataset.LayoutChecks.check;
import static io.loupe.detectors.dataset.LayoutChecks.messages;
import static io.loupe.detectors.dataset.LayoutChecks.summaries;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.dataset.CheckReport.CheckedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts that do not say what is for training: split by content. */
final class UnsplitLayoutsTest {
    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder);
    }

    @Test
    void magneticTilesHaveImagesAndMasksSideBySide() {
        for (int i = 0; i < 10; i++) {
            dataset.image("MT_Free/Imgs/exp1_num_" + i + ".jpg");
            dataset.mask("MT_Free/Imgs/exp1_num_" + i + ".png", 16, 16, 0, 255);
        }
        dataset.image("MT_Blowhole/Imgs/exp1_num_1.jpg").mask("MT_Blowhole/Imgs/exp1_num_1.png");
        dataset.image("MT_Uneven/Imgs/exp3_num_2.jpg").mask("MT_Uneven/Imgs/exp3_num_2.png");
        dataset.image("MT_Uneven/Imgs/exp3_num_3.jpg").mask("MT_Uneven/Imgs/exp3_num_3.png", 16, 16, 0, 255);

        CheckReport report = check(folder, "auto");

        assertThat(report.layout()).isEqualTo("magnetic");
        assertThat(report.usable()).isTrue();
        assertThat(summaries(report))
                .containsExactly("magnetic_tile: 8 train, 0 validation, 2 good, 2 defective, 2 masks");
        assertThat(report.categories().getFirst().defectTypes()).containsExactly("blowhole", "uneven");
        assertThat(messages(report))
                .contains("warning MT_Uneven/Imgs/exp3_num_3.png the mask is empty: its image is left out");
    }

    @Test
    void goodImagesAloneAreEnough() {
        for (int i = 0; i < 11; i++) {
            dataset.image("part/good/" + i + ".png");
        }

        CheckReport report = check(folder, "auto");

        assertThat(report.layout()).isEqualTo("folder");
        assertThat(report.usable()).isTrue();
        assertThat(summaries(report)).containsExactly("part: 9 train, 0 validation, 2 good, 0 defective, 0 masks");
    }

    @Test
    void foldersOfDefectsMayHaveMasks() {
        for (int i = 0; i < 5; i++) {
            dataset.image("good/" + i + ".png");
        }
        dataset.image("dent/a.png").mask("masks/dent/a.png");
        dataset.image("scratch/a.png").mask("masks/scratch/a_mask.png");

        CheckReport report = check(folder, "folder");

        assertThat(report.usable()).as("%s", report.problems()).isTrue();
        assertThat(report.categories().getFirst().masks()).isEqualTo(2);
        assertThat(report.categories().getFirst().defectTypes()).containsExactly("dent", "scratch");
    }

    @Test
    void theSplitFollowsContentAndNotNames() throws IOException {
        for (int i = 0; i < 10; i++) {
            dataset.image("good/" + i + ".png");
        }
        List<String> before = tested(check(folder, "folder"));
        for (int i = 0; i < 10; i++) {
            Files.move(folder.resolve("good/" + i + ".png"), folder.resolve("good/x" + (9 - i) + ".png"));
        }

        assertThat(tested(check(folder, "folder"))).hasSize(2).isEqualTo(before);
    }

    private static List<String> tested(CheckReport report) {
        return report.files().stream()
                .filter(file -> file.target().contains("/test/"))
                .map(CheckedFile::sha256)
                .sorted()
                .toList();
    }
}
