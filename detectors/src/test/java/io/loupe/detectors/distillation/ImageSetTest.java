package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSetTest {
    @TempDir
    private Path folder;

    @Test
    void aTenthIsHeldOutWhateverNamesAndOrder() throws IOException {
        List<Path> images = Tiny.pictures(folder, 40);
        List<Path> renamed = new ArrayList<>();
        Files.createDirectory(folder.resolve("other"));
        for (Path image : images) {
            Path copy = folder.resolve("other").resolve("x" + (99 - images.indexOf(image)) + ".png");
            renamed.add(Files.copy(image, copy));
        }
        Collections.reverse(renamed);

        ImageSet set = ImageSet.of(Tiny.input(images), Tiny.settings(Map.of()));
        ImageSet other = ImageSet.of(Tiny.input(renamed), Tiny.settings(Map.of()));

        assertThat(set.heldOutCount()).isEqualTo(4);
        assertThat(set.trainingCount()).isEqualTo(36);
        assertThat(contents(set)).isEqualTo(contents(other));
        assertThat(set.fingerprint()).isEmpty();
    }

    @Test
    void noMoreThanAskedForAreHeldOut() {
        List<Path> images = Tiny.pictures(folder, 40);

        assertThat(ImageSet.of(Tiny.input(images), Tiny.settings(Map.of("heldOutImages", 2)))
                        .heldOutCount())
                .isEqualTo(2);
    }

    @Test
    void theFoldersPicturesReplaceTheCategorys() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("any/inner"));
        Tiny.pictures(inner, 12);
        DistillationSettings settings =
                Tiny.settings(Map.of("images", folder.resolve("any").toString()));

        ImageSet set = ImageSet.of(Tiny.input(List.of()), settings);

        assertThat(set.trainingCount() + set.heldOutCount()).isEqualTo(12);
        assertThat(set.heldOutCount()).isEqualTo(1);
        assertThat(set.training(0)).startsWith(inner);
        assertThat(set.fingerprint()).startsWith("12 files, sha256 ");
    }

    @Test
    void aFoldersPictureThatCannotBeReadIsReplacedByTheNext() throws IOException {
        Tiny.pictures(folder, 12);
        DistillationSettings settings = Tiny.settings(Map.of("images", folder.toString()));
        ImageSet set = ImageSet.of(Tiny.input(List.of()), settings);
        float[] next = set.readTraining(0).values();

        Files.writeString(set.training(10), "no picture");
        Files.writeString(set.heldOut(0), "no picture");

        assertThat(set.readTraining(10).values()).isEqualTo(next);
        assertThatThrownBy(() -> set.readHeldOut(0)).isInstanceOf(DetectorException.class);
    }

    @Test
    void equalImagesDoNotStandOnBothSides() throws IOException {
        List<Path> images = new ArrayList<>(Tiny.pictures(folder, 20));
        for (int i = 0; i < 20; i++) {
            images.add(Files.copy(images.get(i), folder.resolve("copy%d.png".formatted(i))));
        }

        ImageSet set = ImageSet.of(Tiny.input(images), Tiny.settings(Map.of()));

        Set<String> training = new HashSet<>();
        for (int i = 0; i < set.trainingCount(); i++) {
            training.add(hex(set.training(i)));
        }
        assertThat(contents(set)).isNotEmpty().doesNotContainAnyElementsOf(training);
    }

    @Test
    void tooFewImagesAreRefused() throws IOException {
        Path one = Tiny.picture(folder.resolve("one.png"), 1);
        Path same = Files.copy(one, folder.resolve("same.png"));

        assertRefused(List.of(), "train: there are no good training images");
        assertRefused(List.of(one), "images: there is one image, and one has to be held out");
        assertRefused(List.of(one, same), "images: all 2 images are the same");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        DistillationSettings settings = Tiny.settings(Map.of("images", "/nowhere"));

        assertThatThrownBy(() -> ImageSet.of(Tiny.input(List.of()), settings))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.USER))
                .hasMessage("images /nowhere: there is no such folder on this worker");
    }

    private static void assertRefused(List<Path> images, String message) {
        assertThatThrownBy(() -> ImageSet.of(Tiny.input(images), Tiny.settings(Map.of())))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.DATA))
                .hasMessage(message);
    }

    private static Set<String> contents(ImageSet set) throws IOException {
        Set<String> contents = new HashSet<>();
        for (int i : IntStream.range(0, set.heldOutCount()).toArray()) {
            contents.add(hex(set.heldOut(i)));
        }
        return contents;
    }

    private static String hex(Path file) throws IOException {
        return java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
    }
}
