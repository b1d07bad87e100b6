package io.loupe.web.pages.trial;

import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Address;
import io.loupe.web.pages.layout.Format;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** What evaluation left in the object store; a silent store is no error here, the page then shows figures alone. */
@ApplicationScoped
class StoredEvaluation implements Evaluated {
    private static final Logger LOG = Logger.getLogger(StoredEvaluation.class);
    private static final List<String> FILES = List.of("receipt.json", "metrics.json", "config.yaml");

    private static final String METRICS = "metrics.json";

    private final TrialArtifacts artifacts;

    StoredEvaluation(TrialArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public Files of(Trial trial) {
        if (trial.artifactRoot().isEmpty()) {
            return Files.NONE;
        }
        try {
            Set<String> paths = new HashSet<>();
            artifacts.list(trial).forEach(artifact -> paths.add(artifact.path()));
            List<TrialArtifacts.HeatMap> images = artifacts.heatMaps(trial);
            return new Files(
                    images.stream().map(image -> heatMap(trial, image)).toList(),
                    images.isEmpty() ? Optional.empty() : artifacts.scale(trial).map(ScaleBuilder::of),
                    evaluation(trial, paths, images),
                    links(trial, paths),
                    byDefect(trial, paths));
        } catch (TrackingException e) {
            LOG.debugf("no artifacts of trial %s: %s", trial.id(), e.getMessage());
            return Files.NONE;
        }
    }

    private static TrialView.HeatMap heatMap(Trial trial, TrialArtifacts.HeatMap image) {
        String dataset = trial.spec().dataset();
        String version = trial.spec().datasetVersion();
        return new TrialView.HeatMap(
                image.image(),
                image.defect(),
                Double.toString(image.score()),
                Format.score(image.score()),
                Address.datasetPicture(dataset, version, image.image()),
                mask(dataset, version, image),
                image.heatMap().isEmpty() ? "" : Address.artifact(trial.id(), image.heatMap()),
                image.anomalyMap().isEmpty() ? "" : Address.artifact(trial.id(), image.anomalyMap()));
    }

    /** The mask, or the folder of several, which is shown as one picture. */
    private static String mask(String dataset, String version, TrialArtifacts.HeatMap image) {
        if (!image.mask()) {
            return "";
        }
        if (image.masks().isEmpty()) {
            return mask(dataset, version, image.image());
        }
        String first = image.masks().getFirst();
        boolean several = first.split("/").length > 4;
        return Address.datasetPicture(dataset, version, several ? first.substring(0, first.lastIndexOf('/')) : first);
    }

    /** Where MVTec AD keeps the mask of {@code <category>/test/<defect>/<file>}. */
    private static String mask(String dataset, String version, String image) {
        String[] parts = image.split("/");
        if (parts.length != 4) {
            return "";
        }
        int dot = parts[3].lastIndexOf('.');
        String stem = dot < 0 ? parts[3] : parts[3].substring(0, dot);
        return Address.datasetPicture(
                dataset, version, parts[0] + "/ground_truth/" + parts[2] + "/" + stem + "_mask.png");
    }

    private Optional<TrialView.Evaluation> evaluation(
            Trial trial, Set<String> paths, List<TrialArtifacts.HeatMap> images) {
        List<Threshold.Scored> scores = images.stream()
                .map(image -> new Threshold.Scored(image.score(), image.defective()))
                .toList();
        return Threshold.best(scores)
                .map(threshold -> new TrialView.Evaluation(
                        curve(trial, paths, "curves/roc_image.json"),
                        curve(trial, paths, "curves/roc_pixel.json"),
                        curve(trial, paths, "curves/pro.json"),
                        threshold,
                        paths.contains(METRICS)
                                ? artifacts
                                        .read(trial, METRICS)
                                        .map(DeploymentBuilder::build)
                                        .orElse(TrialView.Deployment.NONE)
                                : TrialView.Deployment.NONE));
    }

    private Optional<TrialView.ByDefect> byDefect(Trial trial, Set<String> paths) {
        return paths.contains(METRICS)
                ? artifacts.read(trial, METRICS).flatMap(ByDefectBuilder::build)
                : Optional.empty();
    }

    private static String curve(Trial trial, Set<String> paths, String path) {
        return paths.contains(path) ? Address.artifact(trial.id(), path) : "";
    }

    private static List<TrialView.Link> links(Trial trial, Set<String> paths) {
        List<TrialView.Link> links = new ArrayList<>();
        for (String file : FILES) {
            if (paths.contains(file)) {
                links.add(new TrialView.Link(file, Address.artifact(trial.id(), file)));
            }
        }
        if (!paths.isEmpty()) {
            links.add(new TrialView.Link(
                    "all " + paths.size() + " files", "/api/v1/trials/" + trial.id() + "/artifacts"));
        }
        return links;
    }
}
