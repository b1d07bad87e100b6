package io.loupe.workers.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.dataset.CheckReport;
import io.loupe.detectors.dataset.DatasetCheck;
import io.loupe.detectors.dataset.Problem;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One import: check, report, and publish if nothing stands in the way. */
final class FolderImport {
    /** An outcome travels as a payload and must stay small; the report in the bucket holds all problems. */
    private static final int PROBLEMS_IN_OUTCOME = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImportSpec spec;
    private final Path folder;
    private final String layout;
    private final Tracking tracking;
    private final Pulse<ImportProgress> pulse;

    /** @param folder what the import names, or what came out of it */
    FolderImport(ImportSpec spec, Path folder, Tracking tracking, Pulse<ImportProgress> pulse) {
        this.spec = spec;
        this.folder = folder.normalize();
        layout = spec.layout();
        this.tracking = tracking;
        this.pulse = pulse;
    }

    ImportOutcome run() {
        return ended(check());
    }

    /** What is said when there is nothing that could be checked. */
    ImportOutcome refused(String path, String message) {
        Problem problem = new Problem(Problem.Severity.ERROR, path, message);
        return ended(new CheckReport("", List.of(), List.of(problem), List.of()));
    }

    private ImportOutcome ended(CheckReport report) {
        String reportKey = "datasets/" + spec.dataset() + "/reports/" + spec.importId() + ".json";
        tracking.objects().put(reportKey, reportJson(report), "application/json");
        return new ImportOutcome(
                report.usable() ? publish(report).version() : "",
                report.categories().stream().map(FolderImport::summary).toList(),
                report.problems().stream()
                        .limit(PROBLEMS_IN_OUTCOME)
                        .map(problem -> new ImportOutcome.Problem(
                                problem.severity().label(), problem.path(), problem.message()))
                        .toList(),
                report.problems().size(),
                reportKey);
    }

    private CheckReport check() {
        try {
            return DatasetCheck.check(
                    folder, layout, (done, total) -> tell(new ImportProgress("checking", done, total)));
        } catch (RuntimeException stopped) {
            // The threads of a pool may throw a copy; what was asked of this activity is thrown as it came.
            pulse.check();
            throw stopped;
        }
    }

    /** Files are published under MVTec's names, whatever the layout they came in. */
    private DatasetManifest publish(CheckReport report) {
        Map<String, Path> sources = new HashMap<>();
        List<DatasetManifest.File> files = new ArrayList<>();
        report.files().forEach(file -> {
            sources.put(file.target(), folder.resolve(file.path()));
            files.add(new DatasetManifest.File(file.target(), file.sha256(), file.size()));
        });
        return tracking.datasets()
                .publish(
                        spec.dataset(),
                        file -> sources.get(file.path()),
                        files,
                        done -> tell(new ImportProgress("copying", done, files.size())));
    }

    private void tell(ImportProgress progress) {
        pulse.tell(progress);
        pulse.check();
    }

    private static ImportOutcome.CategorySummary summary(CheckReport.CategorySummary category) {
        return new ImportOutcome.CategorySummary(
                category.name(),
                category.trainGood(),
                category.validationGood(),
                category.testGood(),
                category.testDefective(),
                category.defectTypes(),
                category.masks(),
                category.width(),
                category.height(),
                category.bytes());
    }

    private byte[] reportJson(CheckReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dataset", spec.dataset());
        document.put("import", spec.importId());
        document.put("folder", spec.folder());
        document.put("layout", report.layout());
        document.put("usable", report.usable());
        document.put("categories", report.categories());
        document.put("problems", report.problems());
        document.put("files", report.files());
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(document)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written", e);
        }
    }
}
