package io.loupe.web.pages.dashboard;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DeviceQueue;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Health;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.worker.WorkersSource;
import io.loupe.workflows.trial.TrialState;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;

/** The first page. */
@Path("/")
@Blocking
public class DashboardPage {
    private static final int ROWS = 50;
    private static final int RESULTS = 8;
    private static final List<TrialState> AT_WORK =
            List.of(TrialState.PREPARING, TrialState.TRAINING, TrialState.EVALUATING, TrialState.EXPORTING);

    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final DeviceQueue queue;
    private final DatasetRepository datasets;
    private final WorkersSource workers;
    private final Beats beats;
    private final Health health;
    private final Shells shells;
    private final Clock clock;

    DashboardPage(
            ExperimentRepository experiments,
            TrialRepository trials,
            DeviceQueue queue,
            DatasetRepository datasets,
            WorkersSource workers,
            Beats beats,
            Health health,
            Shells shells,
            Clock clock) {
        this.experiments = experiments;
        this.trials = trials;
        this.queue = queue;
        this.datasets = datasets;
        this.workers = workers;
        this.beats = beats;
        this.health = health;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance dashboard(DashboardView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(@QueryParam("said") @DefaultValue("") String said) {
        DashboardViews.Facts facts = new DashboardViews.Facts(
                experiments.any(),
                datasets.anyPublished(),
                trials.countByState(),
                trials.inStates(List.of(TrialState.NEEDS_ATTENTION), ROWS),
                trials.inStates(AT_WORK, ROWS),
                queued(),
                trials.inStates(List.of(TrialState.SUCCEEDED), RESULTS),
                workers.workers().workers(),
                health.checks());
        DashboardView view = DashboardViews.view(facts, beats, clock.instant());
        return Templates.dashboard(view, shells.shell("Dashboard", "dashboard", List.of(), said, "poll"));
    }

    private List<DashboardViews.Queued> queued() {
        return queue.next(DashboardViews.QUEUE_SHOWN).stream()
                .flatMap(next -> trials.find(next.trial()).stream()
                        // It may have left the queue since.
                        .filter(trial -> trial.state() == TrialState.QUEUED)
                        .map(trial -> new DashboardViews.Queued(trial, next.place())))
                .toList();
    }
}
