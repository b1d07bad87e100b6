package io.loupe.web.report;

import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.artifact.TrialArtifacts.HeatMap;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.statistics.ImageBootstrap.Scores;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Scores of test images, read once a trial; images are in the order of their names, so that trials can be paired. */
final class TrialScores {
    private final TrialArtifacts artifacts;
    private final Map<UUID, Scores> read = new HashMap<>();

    TrialScores(TrialArtifacts artifacts) {
        this.artifacts = artifacts;
    }

    /** Empty arrays for a trial that was not evaluated. */
    Scores of(Trial trial) {
        return read.computeIfAbsent(trial.id(), id -> {
            List<HeatMap> images = artifacts.heatMaps(trial).stream()
                    .sorted(Comparator.comparing(HeatMap::image))
                    .toList();
            return new Scores(scores(images, false), scores(images, true));
        });
    }

    private static double[] scores(List<HeatMap> images, boolean defective) {
        return images.stream()
                .filter(image -> image.defective() == defective)
                .mapToDouble(HeatMap::score)
                .toArray();
    }
}
