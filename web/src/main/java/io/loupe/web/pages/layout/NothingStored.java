package io.loupe.web.pages.layout;

import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.dataset.DatasetImages;
import io.loupe.web.pages.trial.Evaluated;
import io.loupe.web.pages.trial.History;
import io.loupe.web.pages.trial.TrialView;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stands in while there is no object store. */
@DefaultBean
@ApplicationScoped
class NothingStored implements History, Evaluated, DatasetImages {
    @Override
    public Map<String, List<Point>> metrics(UUID trial, int points) {
        return Map.of();
    }

    @Override
    public Optional<Long> checkpoint(UUID trial) {
        return Optional.empty();
    }

    @Override
    public List<TrialView.HeatMap> heatMaps(Trial trial) {
        return List.of();
    }

    @Override
    public Optional<TrialView.Evaluation> evaluation(Trial trial, List<TrialView.HeatMap> heatMaps) {
        return Optional.empty();
    }

    @Override
    public List<TrialView.Link> files(Trial trial) {
        return List.of();
    }

    @Override
    public Optional<DatasetManifest> manifest(String dataset, String version) {
        return Optional.empty();
    }
}
