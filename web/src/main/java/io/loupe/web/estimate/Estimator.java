package io.loupe.web.estimate;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.MeasuredTrials;
import io.loupe.web.catalogue.MeasuredTrials.Measured;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.estimate.Estimate.Part;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a document would cost, from what trials like its own have cost here; nothing is extrapolated. */
@ApplicationScoped
public class Estimator {
    private final DatasetRepository datasets;
    private final MeasuredTrials measurements;

    Estimator(DatasetRepository datasets, MeasuredTrials measurements) {
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.measurements = requireNonNull(measurements, "measurements is null");
    }

    /** Nothing is started by asking. */
    public Estimate estimate(ExperimentDocument document) {
        List<Part> parts = new ArrayList<>();
        for (DataChoice choice : document.data()) {
            List<CategorySummary> summaries = datasets.versions(choice.dataset()).stream()
                    .filter(version -> version.version().equals(choice.version()))
                    .flatMap(version -> version.categories().stream())
                    .filter(summary -> choice.categories().contains(summary.name()))
                    .toList();
            for (CategorySummary summary : summaries) {
                for (Arm arm : document.arms()) {
                    parts.add(part(arm, choice, summary, document.seeds().size()));
                }
            }
        }
        int unknown = parts.stream()
                .filter(part -> part.secondsEach().isEmpty())
                .mapToInt(Part::trials)
                .sum();
        double known = parts.stream()
                .mapToDouble(part -> part.secondsEach().orElse(0) * part.trials())
                .sum();
        return new Estimate(
                document.trials(),
                parts,
                unknown,
                known,
                unknown == 0 ? OptionalDouble.of(known) : OptionalDouble.empty());
    }

    private Part part(Arm arm, DataChoice choice, CategorySummary summary, int seeds) {
        Measured measured =
                measurements.like(arm.detector(), arm.settings(), choice.dataset(), choice.version(), summary.name());
        return new Part(
                arm.name(),
                choice.dataset(),
                summary.name(),
                seeds,
                summary.trainGood() + summary.validationGood(),
                summary.testGood() + summary.testDefective(),
                measured.trials() == 0 ? OptionalLong.empty() : OptionalLong.of(measured.steps()),
                measured.trials() == 0 ? OptionalDouble.empty() : OptionalDouble.of(measured.meanSeconds()),
                measured.trials());
    }
}
