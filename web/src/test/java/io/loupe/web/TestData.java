package io.loupe.web;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Puts into the catalogue what tests need. */
@ApplicationScoped
public class TestData {
    private final DatasetRepository datasets;
    private final Ids ids;
    private final ExperimentService experiments;

    TestData(DatasetRepository datasets, Ids ids, ExperimentService experiments) {
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
    }

    /** A dataset that was imported, unless it is there; returns its version. */
    public String dataset(String name, String... categories) {
        String version = "%064x".formatted(name.hashCode() & 0xffff_ffffL);
        if (datasets.find(name).flatMap(dataset -> dataset.current()).isEmpty()) {
            UUID id = ids.next();
            datasets.submitImport(
                    new ImportSpec(id.toString(), name, "/data/" + name, "auto"), Optional.empty(), "tests");
            datasets.importEnded(id, outcome(version, categories));
        }
        return version;
    }

    /** An experiment of that name as {@link #document} has it, submitted; the dataset too, unless it is there. */
    public UUID experiment(String name, String dataset, String category) {
        dataset(dataset, category);
        ExperimentService.Submission answer = experiments.submit(document(name, dataset), Optional.empty(), "tests");
        return ((ExperimentService.Submission.Accepted) answer).submitted().id();
    }

    public static ImportOutcome outcome(String version, String... categories) {
        List<CategorySummary> summaries = Arrays.stream(categories)
                .map(category -> new CategorySummary(
                        category, 60, 0, 20, 50, List.of("dent", "scratch"), 50, 512, 512, 1_000_000))
                .toList();
        return new ImportOutcome(version, summaries, List.of(), 0, "datasets/report.json");
    }

    /** Two arms on one category with one seed. */
    public static String document(String name, String dataset) {
        return """
                loupe: 1
                name: %s
                data:
                  - dataset: %s
                arms:
                  - { name: original, detector: vt-adl, preset: quick, settings: { loss: mse-ssim-ll } }
                  - { name: vae, detector: vt-adl, preset: quick, settings: { loss: mse-vae, vae: { beta: 0.5 } } }
                """.formatted(name, dataset);
    }
}
