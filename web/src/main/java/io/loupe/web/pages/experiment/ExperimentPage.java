package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.web.orchestration.ExperimentVerbs;
import io.loupe.web.orchestration.Person;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Links;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.problem.Confirm;
import io.loupe.web.pages.problem.ConfirmView;
import io.loupe.web.pages.problem.PageProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One experiment, and the verbs on it. */
@Path("/experiments/{id}")
@Blocking
public class ExperimentPage {
    private final ExperimentRepository experiments;
    private final ExperimentService service;
    private final ExperimentVerbs verbs;
    private final TrialRepository trials;
    private final DatasetRepository datasets;
    private final ExperimentViews views;
    private final Beats beats;
    private final Shells shells;
    private final Clock clock;

    ExperimentPage(
            ExperimentRepository experiments,
            ExperimentService service,
            ExperimentVerbs verbs,
            TrialRepository trials,
            DatasetRepository datasets,
            DetectorCatalogue detectors,
            Links links,
            Beats beats,
            Shells shells,
            Clock clock) {
        this.experiments = experiments;
        this.service = service;
        this.verbs = verbs;
        this.trials = trials;
        this.datasets = datasets;
        this.views = new ExperimentViews(detectors, links);
        this.beats = beats;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance experiment(ExperimentView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(
            @PathParam("id") String id,
            @QueryParam("metric") @DefaultValue("") String metric,
            @QueryParam("said") @DefaultValue("") String said) {
        Experiment experiment = find(id);
        List<Trial> cells = trials.ofExperiment(experiment.overview().id());
        // Temporal is asked both at once, and answers while the rest is made.
        beats.prepare(cells.stream().filter(Trial::onDevice).map(Trial::id).toList());
        CompletableFuture<Boolean> lost = CompletableFuture.supplyAsync(
                () -> verbs.lost(experiment.overview().id(), cells), Thread::startVirtualThread);
        List<DatasetVersion> versions = cells.stream()
                .map(trial -> trial.spec().dataset())
                .distinct()
                .flatMap(dataset -> datasets.versions(dataset).stream())
                .toList();
        ExperimentView view = views.view(experiment, cells, versions, lost::join, metric, beats, clock.instant());
        String events = view.live() ? "/api/v1/experiments/" + view.id() + "/events" : "";
        return Templates.experiment(view, shells.shell(view.name(), "experiments", crumbs(), said, events));
    }

    @GET
    @Path("cancel")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance confirmCancel(@PathParam("id") String id) {
        Experiment experiment = find(id);
        String back = "/experiments/" + experiment.overview().id();
        return Confirm.page(
                new ConfirmView(
                        "Cancel this experiment?",
                        experiment.overview().name() + ": each running trial writes a checkpoint, then stops.",
                        List.of(
                                "Kept: "
                                        + Format.count(
                                                experiment.overview().counts().succeeded(), "result", "results")
                                        + ", all checkpoints, heat maps and MLflow runs",
                                "Kept: the right to resume any of its trials later"),
                        List.of("Given back: devices and places in the queue"),
                        back + "/cancel",
                        "Cancel experiment",
                        back,
                        "Keep running"),
                shells.shell("Cancel", "experiments", crumbs(), "", ""));
    }

    @POST
    @Path("cancel")
    public Response cancel(@PathParam("id") String id) {
        UUID experiment = find(id).overview().id();
        return after(experiment, Said.CANCEL_ASKED, () -> service.cancel(experiment, Person.current()));
    }

    @POST
    @Path("pause")
    public Response pause(@PathParam("id") String id) {
        UUID experiment = find(id).overview().id();
        return after(experiment, Said.PAUSE_ASKED, () -> verbs.ask(Verb.PAUSE, experiment, Person.current()));
    }

    @POST
    @Path("resume")
    public Response resume(@PathParam("id") String id) {
        UUID experiment = find(id).overview().id();
        return after(experiment, Said.RESUME_ASKED, () -> verbs.ask(Verb.RESUME, experiment, Person.current()));
    }

    @POST
    @Path("retry-failed")
    public Response retryFailed(@PathParam("id") String id) {
        UUID experiment = find(id).overview().id();
        return after(experiment, Said.RETRY_ASKED, () -> verbs.retryFailed(experiment, Person.current()));
    }

    @POST
    @Path("prioritise")
    public Response prioritise(
            @PathParam("id") String id, @FormParam("priority") @DefaultValue("normal") String priority) {
        UUID experiment = find(id).overview().id();
        if (!List.of("low", "normal", "high").contains(priority)) {
            return after(experiment, Said.TOO_LATE, () -> {});
        }
        return after(experiment, Said.PRIORITY_CHANGED, () -> verbs.prioritise(experiment, priority, Person.current()));
    }

    private static Response after(UUID experiment, Said said, Runnable verb) {
        Said outcome = said;
        try {
            verb.run();
        } catch (ConflictException e) {
            outcome = Said.TOO_LATE;
        }
        return Response.seeOther(URI.create("/experiments/" + experiment + "?said=" + outcome.word()))
                .build();
    }

    private static List<Shell.Crumb> crumbs() {
        return List.of(new Shell.Crumb("Experiments", "/experiments"));
    }

    private Experiment find(String id) {
        return PageProblem.id(id)
                .flatMap(experiments::find)
                .orElseThrow(() -> PageProblem.missing(
                        "No such experiment",
                        "There is no experiment " + id + " in this catalogue.",
                        "Experiments",
                        "/experiments"));
    }
}
