package io.loupe.web.pages.layout;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes the frame around a page. */
@ApplicationScoped
public class Shells {
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final DatasetRepository datasets;
    private final Health health;
    private final Assets assets;

    Shells(
            ExperimentRepository experiments,
            TrialRepository trials,
            DatasetRepository datasets,
            Health health,
            Assets assets) {
        this.experiments = experiments;
        this.trials = trials;
        this.datasets = datasets;
        this.health = health;
        this.assets = assets;
    }

    /**
     * @param said the address' parameter of that name, or null
     * @param live as in {@link Shell}
     */
    public Shell shell(String title, String section, List<Shell.Crumb> crumbs, String said, String live) {
        return new Shell(
                title,
                section,
                crumbs,
                new Shell.Counts(
                        trials.countByState().of(TrialState.NEEDS_ATTENTION),
                        experiments.countByState().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        datasets.list().size(),
                        0),
                health.summary(),
                Said.message(said),
                live,
                assets.version());
    }

    /** The frame when not even the catalogue answers. */
    public Shell bare(String title) {
        return new Shell(
                title,
                "",
                List.of(),
                new Shell.Counts(0, 0, 0, 0),
                new Shell.Services(false, "See the health of the services"),
                java.util.Optional.empty(),
                "",
                assets.version());
    }
}
