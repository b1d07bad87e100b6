package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainingInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationSplitTest {
    @TempDir
    private Path folder;

    @Test
    void aTenthIsHeldOutAsInThePublishedRuns() throws IOException {
        ValidationSplit split = ValidationSplit.of(input(files(209, "a"), List.of(), 1), 0.1);

        assertThat(split.training()).hasSize(188);
        assertThat(split.validation()).hasSize(21).doesNotContainAnyElementsOf(split.training());
    }

    @Test
    void contentAndSeedChooseNotNamesOrOrder() throws IOException {
        List<Path> files = files(20, "a");
        List<Path> others = files(20, "b").reversed();

        assertThat(contents(ValidationSplit.of(input(files, List.of(), 1), 0.1)))
                .isEqualTo(contents(ValidationSplit.of(input(others, List.of(), 1), 0.1)))
                .isNotEqualTo(contents(ValidationSplit.of(input(files, List.of(), 2), 0.1)));
    }

    @Test
    void theDatasetsOwnValidationImagesAreUsed() throws IOException {
        List<Path> good = files(3, "a");
        List<Path> validation = files(2, "b");

        assertThat(ValidationSplit.of(input(good, validation, 1), 0.1))
                .isEqualTo(new ValidationSplit(good, validation));
    }

    @Test
    void oneImageIsTooFewToHoldOneOut() throws IOException {
        List<Path> one = files(1, "a");

        assertThatThrownBy(() -> ValidationSplit.of(input(one, List.of(), 1), 0.1))
                .hasMessage("validation: there are no validation images, and one training image is too few to hold one"
                        + " out");
        assertThatThrownBy(() -> ValidationSplit.of(input(List.of(), one, 1), 0.1))
                .hasMessage("train: there are no good training images");
    }

    private static Set<String> contents(ValidationSplit split) throws IOException {
        Set<String> contents = new HashSet<>();
        for (Path file : split.validation()) {
            contents.add(Files.readString(file));
        }
        return contents;
    }

    private List<Path> files(int count, String prefix) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Files.writeString(folder.resolve("%s%03d.png".formatted(prefix, i)), "content " + i));
        }
        return files;
    }

    private static TrainingInput input(List<Path> good, List<Path> validation, long seed) {
        return new TrainingInput(good, validation, seed, new Compute("cpu", 2), Optional.empty());
    }
}
