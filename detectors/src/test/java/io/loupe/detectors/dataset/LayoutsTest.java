package io.loupe.detectors.dataset;

import static io.loupe.detectors.dataset.LayoutChecks.check;
import static io.loupe.detectors.dataset.LayoutChecks.messages;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so in every layout, and what is said of a wrong one. */
final class LayoutsTest {
    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder);
    }

    @Test
    void layoutsHaveNames() {
        assertThat(Layouts.NAMES)
                .containsExactly("auto", "btad", "folder", "loco", "magnetic", "mvtec", "mvtec3d", "visa");
    }

    @Test
    void anotherLayoutThanTheWishedOneIsNamed() {
        dataset.image("bolt/train/good/0.png").image("bolt/test/good/0.png");

        CheckReport report = check(folder, "btad");

        assertThat(messages(report))
                .containsExactly("error  not a dataset in the layout btad. Looked for CATEGORY/train/ok,"
                        + " CATEGORY/test/ok, CATEGORY/test/ko and CATEGORY/ground_truth/ko. Found the folder bolt."
                        + " It looks like the layout mvtec: choose that, or auto");
        assertThat(report.layout()).isEmpty();
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

    /** Of a dataset in a folder named as its layout. */
    private List<String> errors(String layout) {
        return check(folder.resolve(layout), layout).problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.path() + " " + problem.message())
                .toList();
    }
}
