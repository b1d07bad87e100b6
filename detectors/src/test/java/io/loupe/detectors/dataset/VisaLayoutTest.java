package io.loupe.detectors.dataset;

import static io.loupe.detectors.dataset.LayoutChecks.check;
import static io.loupe.detectors.dataset.LayoutChecks.kept;
import static io.loupe.detectors.dataset.LayoutChecks.messages;
import static io.loupe.detectors.dataset.LayoutChecks.sound;
import static io.loupe.detectors.dataset.LayoutChecks.summaries;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.dataset.CheckReport.CheckedFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VisA in small, as it is unpacked and as its script prepares it: split by its table, or by content. */
final class VisaLayoutTest {
    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder);
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

        CheckReport report = check(folder, "auto");

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
        assertThat(kept(folder, report, "candle").hasMasks()).isTrue();
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

        assertThat(messages(check(folder, "visa")))
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

        CheckReport report = check(folder, "auto");

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

        assertThat(summaries(sound(folder, "visa")))
                .containsExactly("candle: 1 train, 0 validation, 1 good, 1 defective, 1 masks");
    }

    private void visa() {
        dataset.image("candle/Data/Images/Normal/0000.JPG")
                .image("candle/Data/Images/Normal/0001.JPG")
                .image("candle/Data/Images/Normal/0002.JPG")
                .image("candle/Data/Images/Anomaly/000.JPG")
                .mask("candle/Data/Masks/Anomaly/000.png", 16, 16, 9, 255)
                .text("candle/image_anno.csv", "image,label,mask\n");
    }
}
