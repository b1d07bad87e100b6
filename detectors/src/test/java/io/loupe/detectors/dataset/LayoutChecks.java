package io.loupe.detectors.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.dataset.CheckReport.CategorySummary;
import io.loupe.detectors.dataset.CheckReport.CheckedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks of small datasets as they are unpacked, and what of their reports tests look at. */
final class LayoutChecks {
    private LayoutChecks() {}

    /** As it is unpacked in the folder, in the layout that is asked for. */
    static CheckReport check(Path folder, String layout) {
        return DatasetCheck.check(folder, layout, (_, _) -> {});
    }

    /** The layout is recognised, and nothing is wrong. */
    static CheckReport sound(Path folder, String layout) {
        CheckReport report = check(folder, "auto");
        assertThat(report.problems()).isEmpty();
        assertThat(report.layout()).isEqualTo(layout);
        return report;
    }

    /** The category as it is read after an import, under the names it is kept by. */
    static Category kept(Path folder, CheckReport report, String name) throws IOException {
        Path kept = folder.resolve(".kept");
        for (CheckedFile file : report.files()) {
            Path target = kept.resolve(file.target());
            Files.createDirectories(target.getParent());
            Files.copy(folder.resolve(file.path()), target);
        }
        return Category.read(kept.resolve(name));
    }

    static List<String> summaries(CheckReport report) {
        return report.categories().stream().map(LayoutChecks::summary).toList();
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

    static List<String> messages(CheckReport report) {
        return report.problems().stream()
                .map(problem -> problem.severity().label() + " " + problem.path() + " " + problem.message())
                .toList();
    }
}
