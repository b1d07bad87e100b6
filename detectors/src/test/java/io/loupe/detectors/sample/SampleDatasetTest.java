package io.loupe.detectors.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.dataset.CheckReport;
import io.loupe.detectors.dataset.DatasetCheck;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.sample.Fault.Specimen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SampleDatasetTest {
    @Test
    void theDatasetHasMvtecLayoutAndItsCounts(@TempDir Path folder) throws IOException {
        SampleDataset.write(folder, 3);

        CheckReport report = DatasetCheck.check(folder);
        assertThat(report.problems()).isEmpty();
        assertThat(report.categories().getFirst().masks()).isEqualTo(50);
        Path washer = folder.resolve("washer");
        assertThat(files(washer.resolve("train/good"))).hasSize(60);
        assertThat(files(washer.resolve("test/good"))).hasSize(20);
        int defective = 0;
        for (Fault fault : Fault.values()) {
            List<Path> images = files(washer.resolve("test").resolve(fault.folder()));
            defective += images.size();
            for (Path image : images) {
                String name = image.getFileName().toString().replace(".png", "_mask.png");
                FloatImage mask = Images.read(
                        washer.resolve("ground_truth").resolve(fault.folder()).resolve(name));
                assertThat(share(mask.values())).as(name).isBetween(0.0002, 0.05);
                assertThat(mask.channels()).isEqualTo(1);
                assertThat(mask.width()).isEqualTo(512);
            }
        }
        assertThat(defective).isEqualTo(50);
        assertThat(Images.read(washer.resolve("train/good/000.png")).channels()).isEqualTo(3);
    }

    @Test
    void pixelsDependOnNothingButTheSeed() throws NoSuchAlgorithmException {
        Dice dice = Dice.of(1, 2, 3);
        Photograph photograph = Photograph.of(Scene.random(dice), Fault.CHUNK.specimen(dice));

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(photograph.samples());
        assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo("59d6ef9f4ca8a457");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aMaskMarksWhereThePictureDiffersFromTheSoundPart(Fault fault) {
        for (int i = 0; i < 2; i++) {
            Dice dice = Dice.of(11, fault.folder().hashCode(), i);
            Scene scene = Scene.random(dice);
            Photograph faulty = Photograph.of(scene, fault.specimen(dice));
            Photograph sound = Photograph.of(scene, Specimen.sound());

            double inside = meanDifference(faulty, sound, true);
            double outside = meanDifference(faulty, sound, false);
            assertThat(inside).as("inside the mask").isGreaterThan(15);
            assertThat(outside).as("outside the mask").isLessThan(0.2);
        }
    }

    @Test
    void picturesOfSoundPartsDiffer() {
        Photograph first = Photograph.of(Scene.random(Dice.of(1, 0, 0)), Specimen.sound());
        Photograph second = Photograph.of(Scene.random(Dice.of(1, 0, 1)), Specimen.sound());

        assertThat(first.samples()).isNotEqualTo(second.samples());
        assertThat(first.mask()).containsOnly(false);
    }

    private static double meanDifference(Photograph one, Photograph other, boolean inside) {
        long sum = 0;
        long count = 0;
        for (int i = 0; i < one.samples().length; i++) {
            if (one.mask()[i / 3] == inside) {
                sum += Math.abs((one.samples()[i] & 0xff) - (other.samples()[i] & 0xff));
                count++;
            }
        }
        return (double) sum / count;
    }

    private static double share(float[] mask) {
        int set = 0;
        for (float value : mask) {
            set += value > 0 ? 1 : 0;
        }
        return (double) set / mask.length;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
