package io.loupe.detectors.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.dataset.CheckReport.CategorySummary;
import io.loupe.detectors.dataset.Problem.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check on photographs; skipped, and said so, where the archives are not at hand. */
final class RealDatasetsTest {
    @TempDir
    private Path folder;

    @Test
    void mvtecScrewIsClean() throws IOException {
        CheckReport report = check("mvtec/screw.tar");

        assertThat(report.problems()).isEmpty();
        List<String> defects =
                List.of("manipulated_front", "scratch_head", "scratch_neck", "thread_side", "thread_top");
        CategorySummary screw = report.categories().getFirst();
        assertThat(screw.bytes()).isPositive();
        assertThat(screw)
                .isEqualTo(new CategorySummary("screw", 320, 0, 41, 119, defects, 119, 256, 256, screw.bytes()));
        assertThat(report.files()).hasSize(320 + 41 + 119 + 119).isSortedAccordingTo((a, b) -> a.path()
                .compareTo(b.path()));
    }

    @Test
    void aCategoryFolderReadsAsItWasChecked() throws IOException {
        check("mvtec/screw.tar");

        Category screw = Category.read(folder.resolve("screw"));

        assertThat(screw.name()).isEqualTo("screw");
        assertThat(screw.trainGood()).hasSize(320).isSorted();
        assertThat(screw.validationGood()).isEmpty();
        assertThat(screw.test()).hasSize(160);
        assertThat(screw.test()).allMatch(image -> image.isGood() != image.hasMask());
    }

    @Test
    void magneticTilesOfManySizesGetOneWarning() throws IOException {
        CheckReport report = check("magnetic_tile/magnetic_tile.tar");

        assertThat(report.problems()).hasSize(1);
        assertThat(report.problems().getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(report.problems().getFirst().message()).contains("sizes");
        assertThat(report.categories().getFirst().masks()).isEqualTo(388);
    }

    @Test
    void juiceBottleIsLoco() throws IOException {
        CheckReport report = check("loco/juice_bottle.tar");

        assertThat(report.layout()).isEqualTo("loco");
        assertThat(report.usable()).as("%s", report.problems()).isTrue();
        CategorySummary bottle = report.categories().getFirst();
        assertThat(bottle)
                .isEqualTo(new CategorySummary(
                        "juice_bottle", 335, 54, 0, 142, List.of("logical_anomalies"), 142, 256, 256, bottle.bytes()));
        // What this copy of the dataset lacks is said: good test images, sizes of masks, values of masks.
        assertThat(report.problems())
                .extracting(Problem::message)
                .hasSize(3)
                .anyMatch(message -> message.contains("no images in test/good"))
                .anyMatch(message -> message.contains("masks have 800x1600 pixels, images 256x256"))
                .anyMatch(message -> message.contains("hold the value 255, which is \"missing_top_label\""));
        Category read = Category.read(folder.resolve("juice_bottle"));
        assertThat(read.isLoco()).isTrue();
        assertThat(read.test()).hasSize(142).allMatch(TestImage::hasMask);
    }

    @Test
    void colourLeatherIsClean() throws IOException {
        assertThat(check("mvtec/leather_subset.tar").problems()).isEmpty();
    }

    private CheckReport check(String archive) throws IOException {
        Optional<Path> tar = Repository.sharedData(archive);
        assumeTrue(
                tar.isPresent(),
                "SKIPPED: shared/data/" + archive + " is neither beside the checkout nor below LOUPE_SHARED_DATA");
        Tar.unpack(tar.get(), folder);
        return DatasetCheck.check(folder);
    }
}
