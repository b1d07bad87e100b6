package io.loupe.web.pages.dataset;

import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.pages.layout.Address;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.When;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportOutcome.Problem;
import io.loupe.workflows.dataset.ImportSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fills the pages of datasets. */
final class DatasetViews {
    private static final int PROBLEMS_SHOWN = 200;

    private DatasetViews() {}

    static DatasetsView.Row row(Dataset dataset, Optional<ImportProgress> progress, Instant now) {
        List<CategorySummary> categories = dataset.current()
                .map(DatasetVersion::categories)
                .orElse(dataset.lastImport().categories());
        ImportJob job = dataset.lastImport();
        long errors = errors(job.problems());
        return new DatasetsView.Row(
                dataset.name(),
                "/datasets/" + dataset.name(),
                dataset.current().map(DatasetVersion::shortVersion).orElse(""),
                categories.size(),
                Format.number(categories.stream()
                        .mapToInt(each -> each.trainGood() + each.validationGood())
                        .sum()),
                Format.number(categories.stream()
                        .mapToInt(each -> each.testGood() + each.testDefective())
                        .sum()),
                Format.bytes(
                        categories.stream().mapToLong(CategorySummary::bytes).sum()),
                switch (job.state()) {
                    case RUNNING -> "";
                    case REFUSED, FAILED -> "bad";
                    case SUCCEEDED -> job.problemCount() == 0 ? "good" : "warn";
                },
                switch (job.state()) {
                    case RUNNING -> progress.map(DatasetViews::files).orElse("importing");
                    case FAILED -> job.stopped() ? "stopped" : "failed";
                    case REFUSED -> Format.count(Math.max(1, errors), "problem", "problems");
                    case SUCCEEDED ->
                        job.problemCount() == 0 ? "complete" : Format.count(job.problemCount(), "remark", "remarks");
                },
                When.of(job.endedAt().orElse(job.submittedAt()), now));
    }

    /** {@code brackets.zip, uploaded} for an upload; else as it was given. */
    private static String source(String folder) {
        return folder.startsWith(ImportSpec.UPLOAD) ? folder.substring(folder.indexOf('/') + 1) + ", uploaded" : folder;
    }

    private static long errors(List<Problem> problems) {
        return problems.stream().filter(DatasetViews::mended).count();
    }

    private static boolean mended(Problem problem) {
        return problem.severity().equals("error");
    }

    /** {@code 703 of 706 files read}. */
    private static String files(ImportProgress progress) {
        if (inParts(progress)) {
            return percent(progress) + " % " + done(progress);
        }
        return Format.number(progress.done()) + " of " + Format.count(progress.total(), "file", "files") + " "
                + done(progress);
    }

    private static String done(ImportProgress progress) {
        return switch (progress.phase()) {
            case "copying" -> "copied";
            case "unpacking" -> "unpacked";
            case "fetching" -> "fetched";
            default -> "read";
        };
    }

    /** How much of an archive, rather than how many files. */
    private static boolean inParts(ImportProgress progress) {
        return progress.phase().equals("unpacking") || progress.phase().equals("fetching");
    }

    private static int percent(ImportProgress progress) {
        return (int) (100L * progress.done() / Math.max(1, progress.total()));
    }

    private static ProgressView progress(ImportProgress progress) {
        int total = Math.max(1, progress.total());
        return new ProgressView(
                inParts(progress) ? percent(progress) + " %" : Format.number(progress.done()),
                inParts(progress)
                        ? done(progress)
                        : "of " + Format.count(progress.total(), "file", "files") + " " + done(progress),
                Math.min(progress.done(), total),
                total,
                (int) (100L * Math.min(progress.done(), total) / total),
                "",
                "");
    }

    static DatasetView view(
            Dataset dataset,
            String chosen,
            Optional<DatasetView.Browser> browser,
            Optional<ImportProgress> progress,
            Instant now) {
        List<CategorySummary> categories =
                dataset.current().map(DatasetVersion::categories).orElse(List.of());
        int images = dataset.current().map(DatasetVersion::images).orElse(0);
        long bytes = dataset.current().map(DatasetVersion::bytes).orElse(0L);
        return new DatasetView(
                dataset.name(),
                dataset.current().map(DatasetVersion::shortVersion).orElse(""),
                dataset.current().map(DatasetVersion::version).orElse(""),
                dataset.current().isEmpty()
                        ? "Nothing is published under this name yet."
                        : Format.count(categories.size(), "category", "categories") + ", "
                                + Format.count(images, "image", "images") + ", " + Format.bytes(bytes),
                dataset.lastImport().state() == ImportJob.State.RUNNING,
                lastImport(dataset.lastImport(), dataset.current().isPresent(), progress, now),
                categories.stream()
                        .map(each -> category(dataset.name(), each, chosen))
                        .toList(),
                browser);
    }

    private static DatasetView.Import lastImport(
            ImportJob job, boolean usable, Optional<ImportProgress> progress, Instant now) {
        long errors = errors(job.problems());
        String before = usable ? " The version before stays as it is." : "";
        String verdict =
                switch (job.state()) {
                    case RUNNING ->
                        job.stopRequestedAt().isPresent()
                                ? "The import runs; to stop it was asked for."
                                : "The import runs.";
                    case FAILED -> job.stopped() ? "The import was stopped." : "The import could not be done.";
                    case REFUSED -> usable ? "This import was refused." : "The dataset cannot be used yet.";
                    case SUCCEEDED -> "The dataset can be used.";
                };
        String advice =
                switch (job.state()) {
                    case RUNNING -> "Every file is read and checked, then copied to the object store.";
                    case FAILED -> job.message() + before;
                    case REFUSED ->
                        (job.problemCount() > job.problems().size() ? "At least " : "")
                                + Format.count(errors, "problem", "problems")
                                + " must be mended; then import the same folder again." + before;
                    case SUCCEEDED ->
                        job.problemCount() == 0
                                ? "Nothing was found to be wrong."
                                : "What was found is listed below; it stops nothing.";
                };
        return new DatasetView.Import(
                switch (job.state()) {
                    case RUNNING -> "";
                    case REFUSED, FAILED -> "bad";
                    case SUCCEEDED -> job.problemCount() == 0 ? "good" : "warn";
                },
                verdict,
                advice,
                progress.map(DatasetViews::progress).orElse(ProgressView.NONE),
                job.state() == ImportJob.State.RUNNING && job.stopRequestedAt().isEmpty(),
                job.reportKey().isPresent(),
                source(job.folder()),
                When.of(job.endedAt().orElse(job.submittedAt()), now),
                job.problems().stream()
                        .limit(PROBLEMS_SHOWN)
                        .map(problem -> new DatasetView.Problem(mended(problem), problem.path(), problem.message()))
                        .toList(),
                least(job) + Format.count(errors, "error", "errors"),
                least(job) + Format.count(job.problems().size() - errors, "remark", "remarks"),
                Math.max(0, job.problemCount() - PROBLEMS_SHOWN));
    }

    /** The catalogue holds the first thousand problems; what they are is counted among those. */
    private static String least(ImportJob job) {
        return job.problemCount() > job.problems().size() ? "at least " : "";
    }

    private static DatasetView.Category category(String dataset, CategorySummary category, String chosen) {
        return new DatasetView.Category(
                category.name(),
                "/datasets/" + dataset + "?category=" + Address.encoded(category.name()),
                category.name().equals(chosen),
                Format.number(category.trainGood() + category.validationGood()),
                Format.number(category.testGood()),
                Format.number(category.testDefective()),
                String.join(", ", category.defectTypes()),
                Format.number(category.masks()),
                category.width() == 0 ? "mixed" : category.width() + " × " + category.height(),
                Format.bytes(category.bytes()));
    }
}
