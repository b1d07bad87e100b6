package io.loupe.detectors.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.dataset.CheckReport.CategorySummary;
import io.loupe.detectors.dataset.CheckReport.CheckedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each published layout in small, as it is unpacked: recognised, counted, and kept under MVTec's names. */
final class LayoutsTest {
    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder);
    }

    @Test
    void locoHasAFolderOfMasksForEachImage() throws IOException {
        loco();

        CheckReport report = sound("loco");

        assertThat(summaries(report)).containsExactly("cap: 2 train, 1 validation, 1 good, 2 defective, 3 masks");
        Category category = kept(report, "cap");
        assertThat(category.isLoco()).isTrue();
        assertThat(category.test())
                .extracting(image -> image.defect() + " " + image.masks().size())
                .containsExactly("good 0", "logical_anomalies 2", "structural_anomalies 1");
        assertThat(category.defectsConfig().orElseThrow().of(254).orElseThrow().name())
                .isEqualTo("scratch");
    }

    @Test
    void masksOfLocoHaveTheValuesOfItsConfiguration() {
        loco();
        dataset.mask("cap/ground_truth/logical_anomalies/000/000.png", 16, 16, 9, 17);
        dataset.text("cap/defects_config.json", CONFIG.replace("\"pixel_value\": 254", "\"pixel_value\": 300"));

        assertThat(messages(check("auto")))
                .containsExactly("error cap/defects_config.json entry 2: pixel_value is 300, not a number from 1 to"
                        + " 255; take the dataset's own file");

        dataset.text("cap/defects_config.json", CONFIG);

        assertThat(messages(check("auto")))
                .containsExactly("error cap/ground_truth/logical_anomalies/000/000.png the mask's value 17 is not in"
                        + " defects_config.json, which has 254, 255");
    }

    @Test
    void locoWithoutItsConfigurationIsAnError() {
        loco();
        dataset.delete("cap/defects_config.json");

        assertThat(messages(check("auto")))
                .anyMatch(message -> message.startsWith("error cap defects_config.json is missing"));
    }

    @Test
    void visaIsSplitByItsTable() throws IOException {
        visa();
        dataset.text("split_csv/1cls.csv", """
                object,split,label,image,mask
                candle,train,normal,candle/Data/Images/Normal/0000.JPG,
                candle,train,normal,candle/Data/Images/Normal/0001.JPG,
                candle,test,normal,candle/Data/Images/Normal/0002.JPG,
                candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png
                pcb1,train,normal,pcb1/Data/Images/Normal/0000.JPG,
                """);

        CheckReport report = check("auto");

        assertThat(report.layout()).isEqualTo("visa");
        assertThat(messages(report))
                .containsExactly("warning  there is no folder \"pcb1\", which split_csv/1cls.csv names; ignored");
        assertThat(summaries(report)).containsExactly("candle: 2 train, 0 validation, 1 good, 1 defective, 1 masks");
        assertThat(report.files())
                .extracting(CheckedFile::target)
                .containsExactlyInAnyOrder(
                        "candle/train/good/0000.JPG",
                        "candle/train/good/0001.JPG",
                        "candle/test/good/0002.JPG",
                        "candle/test/anomaly/000.JPG",
                        "candle/ground_truth/anomaly/000_mask.png");
        assertThat(kept(report, "candle").hasMasks()).isTrue();
    }

    @Test
    void wrongLinesOfVisasTableAreNamed() {
        visa();
        dataset.text("split_csv/1cls.csv", """
                object,split,label,image,mask
                candle,train,normal,candle/Data/Images/Normal/0000.JPG,
                candle,train,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png
                candle,test,normal,../../etc/passwd,
                candle,test,normal
                candle,test,odd,candle/Data/Images/Normal/0001.JPG,
                candle,test,normal,candle/Data/Images/Normal/0000.JPG,
                """);

        assertThat(messages(check("visa")))
                .contains(
                        "error split_csv/1cls.csv line 3: an anomaly must not be trained on",
                        "error split_csv/1cls.csv line 4: there is no file \"../../etc/passwd\" in the dataset; add it,"
                                + " or remove the line",
                        "error split_csv/1cls.csv line 5: has 3 cells instead of 5",
                        "error split_csv/1cls.csv line 6: the label \"odd\" is neither normal nor anomaly",
                        "error split_csv/1cls.csv line 7: \"candle/Data/Images/Normal/0000.JPG\" is there twice");
    }

    @Test
    void visaWithoutItsTableIsSplitByContent() {
        visa();

        CheckReport report = check("auto");

        assertThat(report.layout()).isEqualTo("visa");
        assertThat(summaries(report)).containsExactly("candle: 2 train, 0 validation, 1 good, 1 defective, 1 masks");
        assertThat(messages(report))
                .containsExactly("warning candle/Data/Images/Normal good images are not split into training and test: 1"
                        + " of 3 are kept for tests, chosen by a hash of their content");
    }

    @Test
    void visaAsItsScriptPreparesItHasMasksOfTheImagesNames() {
        dataset.image("candle/train/good/0000.JPG").image("candle/test/good/0001.JPG");
        dataset.image("candle/test/bad/000.JPG").mask("candle/ground_truth/bad/000.png");

        assertThat(summaries(sound("visa")))
                .containsExactly("candle: 1 train, 0 validation, 1 good, 1 defective, 1 masks");
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

        CheckReport report = sound("btad");

        assertThat(summaries(report))
                .containsExactly(
                        "01: 1 train, 0 validation, 1 good, 1 defective, 1 masks",
                        "02: 1 train, 0 validation, 1 good, 1 defective, 1 masks");
        assertThat(kept(report, "02").test()).extracting(TestImage::defect).containsExactly("good", "ko");
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

        CheckReport report = check("auto");

        assertThat(report.layout()).isEqualTo("magnetic");
        assertThat(report.usable()).isTrue();
        assertThat(summaries(report))
                .containsExactly("magnetic_tile: 8 train, 0 validation, 2 good, 2 defective, 2 masks");
        assertThat(report.categories().getFirst().defectTypes()).containsExactly("blowhole", "uneven");
        assertThat(messages(report))
                .contains("warning MT_Uneven/Imgs/exp3_num_3.png the mask is empty: its image is left out");
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

        CheckReport report = sound("mvtec3d");

        assertThat(summaries(report)).containsExactly("bagel: 1 train, 1 validation, 1 good, 1 defective, 1 masks");
        assertThat(kept(report, "bagel").hasMasks()).isTrue();
    }

    @Test
    void goodImagesAloneAreEnough() {
        for (int i = 0; i < 11; i++) {
            dataset.image("part/good/" + i + ".png");
        }

        CheckReport report = check("auto");

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

        CheckReport report = check("folder");

        assertThat(report.usable()).as("%s", report.problems()).isTrue();
        assertThat(report.categories().getFirst().masks()).isEqualTo(2);
        assertThat(report.categories().getFirst().defectTypes()).containsExactly("dent", "scratch");
    }

    /** Kept as JPEG they would not be found again, and every pixel metric would be undefined after the training. */
    @Test
    void masksThatAreJpegsAreErrorsInEveryLayout() {
        String message = " masks are PNG files (JPEG blurs their borders); make 000.png from the original";
        for (int i = 0; i < 5; i++) {
            dataset.image("folder/good/" + i + ".jpg");
        }
        dataset.image("folder/scratch/000.jpg").image("folder/masks/scratch/000.jpg");
        dataset.image("btad/01/train/ok/0.png").image("btad/01/test/ok/0.png");
        dataset.image("btad/01/test/ko/000.png").image("btad/01/ground_truth/ko/000.jpeg");
        dataset.image("mvtec3d/bagel/train/good/rgb/0.png").image("mvtec3d/bagel/test/good/rgb/0.png");
        dataset.image("mvtec3d/bagel/test/hole/rgb/000.png").image("mvtec3d/bagel/test/hole/gt/000.JPG");
        dataset.image("visa/candle/Data/Images/Normal/0.JPG").image("visa/candle/Data/Images/Normal/1.JPG");
        dataset.image("visa/candle/Data/Images/Anomaly/000.JPG").image("visa/candle/Data/Masks/Anomaly/000.jpg");

        assertThat(errors("folder")).contains("masks/scratch/000.jpg" + message);
        assertThat(errors("btad")).contains("01/ground_truth/ko/000.jpeg" + message);
        assertThat(errors("mvtec3d")).contains("bagel/test/hole/gt/000.JPG" + message);
        assertThat(errors("visa")).contains("candle/Data/Masks/Anomaly/000.jpg" + message);

        dataset.text("visa/split_csv/1cls.csv", """
                object,split,label,image,mask
                candle,train,normal,candle/Data/Images/Normal/0.JPG,
                candle,test,normal,candle/Data/Images/Normal/1.JPG,
                candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.jpg
                """);

        assertThat(errors("visa")).contains("candle/Data/Masks/Anomaly/000.jpg" + message);
    }

    @Test
    void theSplitFollowsContentAndNotNames() throws IOException {
        for (int i = 0; i < 10; i++) {
            dataset.image("good/" + i + ".png");
        }
        List<String> before = tested(check("folder"));
        for (int i = 0; i < 10; i++) {
            Files.move(folder.resolve("good/" + i + ".png"), folder.resolve("good/x" + (9 - i) + ".png"));
        }

        assertThat(tested(check("folder"))).hasSize(2).isEqualTo(before);
    }

    @Test
    void anotherLayoutThanTheWishedOneIsNamed() {
        dataset.image("bolt/train/good/0.png").image("bolt/test/good/0.png");

        CheckReport report = check("btad");

        assertThat(messages(report))
                .containsExactly("error  not a dataset in the layout btad. Looked for CATEGORY/train/ok,"
                        + " CATEGORY/test/ok, CATEGORY/test/ko and CATEGORY/ground_truth/ko. Found the folder bolt."
                        + " It looks like the layout mvtec: choose that, or auto");
        assertThat(report.layout()).isEmpty();
    }

    @Test
    void layoutsHaveNames() {
        assertThat(Layouts.NAMES)
                .containsExactly("auto", "btad", "folder", "loco", "magnetic", "mvtec", "mvtec3d", "visa");
    }

    private static final String CONFIG = """
            [{"defect_name": "missing", "pixel_value": 255, "saturation_threshold": 4, "relative_saturation": false},
             {"defect_name": "scratch", "pixel_value": 254, "saturation_threshold": 0.5, "relative_saturation": true}]
            """;

    private void loco() {
        dataset.image("cap/train/good/000.png")
                .image("cap/train/good/001.png")
                .image("cap/validation/good/000.png")
                .image("cap/test/good/000.png")
                .image("cap/test/logical_anomalies/000.png")
                .image("cap/test/structural_anomalies/000.png")
                .mask("cap/ground_truth/logical_anomalies/000/000.png", 16, 16, 9, 255)
                .mask("cap/ground_truth/logical_anomalies/000/001.png", 16, 16, 20, 254)
                .mask("cap/ground_truth/structural_anomalies/000/000.png", 16, 16, 5, 254)
                .text("cap/license.txt", "licence")
                .text("cap/defects_config.json", CONFIG);
    }

    private void visa() {
        dataset.image("candle/Data/Images/Normal/0000.JPG")
                .image("candle/Data/Images/Normal/0001.JPG")
                .image("candle/Data/Images/Normal/0002.JPG")
                .image("candle/Data/Images/Anomaly/000.JPG")
                .mask("candle/Data/Masks/Anomaly/000.png", 16, 16, 9, 255)
                .text("candle/image_anno.csv", "image,label,mask\n");
    }

    /** Of a dataset in a folder named as its layout. */
    private List<String> errors(String layout) {
        return DatasetCheck.check(folder.resolve(layout), layout, (_, _) -> {}).problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.path() + " " + problem.message())
                .toList();
    }

    private CheckReport check(String layout) {
        return DatasetCheck.check(folder, layout, (_, _) -> {});
    }

    private CheckReport sound(String layout) {
        CheckReport report = check("auto");
        assertThat(report.problems()).isEmpty();
        assertThat(report.layout()).isEqualTo(layout);
        return report;
    }

    private static List<String> summaries(CheckReport report) {
        return report.categories().stream().map(LayoutsTest::summary).toList();
    }

    private static String summary(CategorySummary category) {
        return "%s: %d train, %d validation, %d good, %d defective, %d masks"
                .formatted(
                        category.name(),
                        category.trainGood(),
                        category.validationGood(),
                        category.testGood(),
                        category.testDefective(),
                        category.masks());
    }

    private static List<String> messages(CheckReport report) {
        return report.problems().stream()
                .map(problem -> problem.severity().label() + " " + problem.path() + " " + problem.message())
                .toList();
    }

    private static List<String> tested(CheckReport report) {
        return report.files().stream()
                .filter(file -> file.target().contains("/test/"))
                .map(CheckedFile::sha256)
                .sorted()
                .toList();
    }

    /** The category as it is read after an import, under the names it is kept by. */
    private Category kept(CheckReport report, String name) throws IOException {
        Path kept = folder.resolve(".kept");
        for (CheckedFile file : report.files()) {
            Path target = kept.resolve(file.target());
            Files.createDirectories(target.getParent());
            Files.copy(folder.resolve(file.path()), target);
        }
        return Category.read(kept.resolve(name));
    }
}
