package io.loupe.web.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.Deployment;
import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.pages.experiment.Metric;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.SeriesStyle;
import io.loupe.web.pages.layout.SettingHelp;
import io.loupe.web.results.Place;
import io.loupe.web.results.Results;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the report of an experiment from the catalogue and from what evaluations left in the object store. */
@ApplicationScoped
public class ReportBuilder {
    private static final int FORMAT = 1;

    private final TrialRepository trials;
    private final DatasetRepository datasets;
    private final DetectorCatalogue detectors;
    private final TrialArtifacts artifacts;
    private final ReportPictures pictures;
    private final ObjectMapper json;
    private final Clock clock;
    private final String version;

    ReportBuilder(
            TrialRepository trials,
            DatasetRepository datasets,
            DetectorCatalogue detectors,
            TrialArtifacts artifacts,
            ReportPictures pictures,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.trials = trials;
        this.datasets = datasets;
        this.detectors = detectors;
        this.artifacts = artifacts;
        this.pictures = pictures;
        this.json = json;
        this.clock = clock;
        this.version = version;
    }

    /**
     * @param withPictures whether images and heat maps are in it: licences of datasets may forbid to pass them on
     * @throws TrackingException if the object store is away
     */
    public Report build(Experiment experiment, boolean withPictures) {
        List<Trial> cells = trials.ofExperiment(experiment.overview().id());
        Results results = new Results(cells, versions(cells));
        List<Arm> arms = experiment.arms();
        boolean scores = arms.stream().anyMatch(arm -> detectors.scoresImages(arm.detector()));
        List<Metric> metrics = Metric.all(cells, scores);
        TrialScores imageScores = new TrialScores(artifacts);
        ReportFigures figures = new ReportFigures(results, arms, imageScores);
        return new Report(
                FORMAT,
                version,
                clock.instant(),
                experiment.overview().id().toString(),
                experiment.overview().name(),
                experiment.notes(),
                experiment.overview().state().name(),
                experiment.overview().submittedAt(),
                experiment.overview().endedAt(),
                data(results),
                arms.stream().map(this::arm).toList(),
                metrics.stream().map(figures::table).toList(),
                metrics.stream()
                        .flatMap(metric -> figures.others(metric).stream())
                        .toList(),
                new ReportCurves(artifacts, json).of(results, arms),
                withPictures ? pictures.of(results, arms) : List.of(),
                cells.stream().map(this::cell).toList(),
                experiment.document());
    }

    private List<DatasetVersion> versions(List<Trial> cells) {
        return cells.stream()
                .map(trial -> trial.spec().dataset())
                .distinct()
                .flatMap(dataset -> datasets.versions(dataset).stream())
                .toList();
    }

    private static List<Report.Data> data(Results results) {
        Map<String, List<Place>> byVersion = new LinkedHashMap<>();
        results.places().forEach(place -> byVersion
                .computeIfAbsent(place.dataset() + "@" + place.version(), key -> new ArrayList<>())
                .add(place));
        return byVersion.values().stream()
                .map(places -> new Report.Data(
                        places.getFirst().dataset(),
                        places.getFirst().version(),
                        places.stream().map(Place::category).toList()))
                .toList();
    }

    private Report.Arm arm(Arm arm) {
        return new Report.Arm(
                arm.name(),
                arm.detector(),
                arm.preset(),
                SeriesStyle.of(arm.position()),
                SettingHelp.ordered(detectors, arm.detector(), arm.settings()));
    }

    private static Optional<Report.Thresholds> thresholds(byte[] metrics) {
        Deployment deployment = Deployment.read(metrics);
        List<Report.Rule> rules = deployment.rules().stream()
                .map(rule -> new Report.Rule(
                        rule,
                        List.of(
                                shown(rule.threshold(), Format::score),
                                shown(rule.precision(), Format::metric),
                                shown(rule.recall(), Format::metric),
                                shown(rule.falseAlarmRate(), Format::metric))))
                .toList();
        return rules.isEmpty() ? Optional.empty() : Optional.of(new Report.Thresholds(deployment.images(), rules));
    }

    private static String shown(OptionalDouble value, DoubleFunction<String> format) {
        return value.isPresent() ? format.apply(value.getAsDouble()) : "–";
    }

    private Report.Cell cell(Trial trial) {
        return new Report.Cell(
                trial.id().toString(),
                trial.name(),
                trial.category(),
                trial.arm(),
                trial.seed(),
                trial.state().name(),
                trial.metrics(),
                trial.mlflowRunId(),
                artifacts.read(trial, "metrics.json").flatMap(ReportBuilder::thresholds),
                artifacts.read(trial, "receipt.json").map(bytes -> {
                    try {
                        return json.readTree(bytes);
                    } catch (IOException e) {
                        throw new TrackingException(
                                "trial " + trial.id() + ": receipt.json cannot be read: " + e.getMessage(), false, e);
                    }
                }));
    }
}
