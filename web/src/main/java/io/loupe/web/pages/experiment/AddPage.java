package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.document.Problem;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.web.orchestration.ExperimentService.Added;
import io.loupe.web.orchestration.Person;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The form that adds arms, categories or seeds to an experiment. */
@Path("/experiments/{id}/add")
@Blocking
public class AddPage {
    private final ExperimentRepository experiments;
    private final ExperimentService service;
    private final TrialRepository trials;
    private final DatasetRepository datasets;
    private final Shells shells;

    AddPage(
            ExperimentRepository experiments,
            ExperimentService service,
            TrialRepository trials,
            DatasetRepository datasets,
            Shells shells) {
        this.experiments = experiments;
        this.service = service;
        this.trials = trials;
        this.datasets = datasets;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance add(AddView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(@PathParam("id") String id) {
        return page(find(id), new AddForm("", "", List.of()), List.of());
    }

    @POST
    @Produces(MediaType.TEXT_HTML)
    public Response add(
            @PathParam("id") String id,
            @FormParam("seeds") @DefaultValue("") String seeds,
            @FormParam("arms") @DefaultValue("") String arms,
            @FormParam("category") List<String> categories) {
        Experiment experiment = find(id);
        AddForm form = new AddForm(seeds, arms, categories == null ? List.of() : categories);
        try {
            return switch (service.add(experiment.overview().id(), form.document(), Person.current())) {
                case Added.Refused refused ->
                    wrong(
                            experiment,
                            form,
                            refused.problems().stream().map(Problem::toString).toList());
                case Added.Accepted accepted -> {
                    Said said = accepted.trials() == 0 ? Said.NOTHING_ADDED : Said.ADDED;
                    yield Response.seeOther(URI.create(
                                    "/experiments/" + experiment.overview().id() + "?said=" + said.word()))
                            .build();
                }
            };
        } catch (ConflictException e) {
            return wrong(experiment, form, List.of(String.valueOf(e.getMessage())));
        }
    }

    private Response wrong(Experiment experiment, AddForm form, List<String> problems) {
        return Response.status(422).entity(page(experiment, form, problems)).build();
    }

    private TemplateInstance page(Experiment experiment, AddForm form, List<String> problems) {
        String back = "/experiments/" + experiment.overview().id();
        List<Trial> cells = trials.ofExperiment(experiment.overview().id());
        String seeds = cells.stream()
                .map(Trial::seed)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return Templates.add(
                new AddView(
                        experiment.overview().name(),
                        back,
                        form.seeds(),
                        seeds,
                        form.arms(),
                        choices(cells, form),
                        problems),
                shells.shell(
                        "Add",
                        "experiments",
                        List.of(
                                new Shell.Crumb("Experiments", "/experiments"),
                                new Shell.Crumb(experiment.overview().name(), back)),
                        "",
                        ""));
    }

    /** Of the datasets that the experiment has, in the versions that it has, the categories that it has not. */
    private List<AddView.Dataset> choices(List<Trial> cells, AddForm form) {
        return cells.stream()
                .map(trial -> trial.spec().dataset() + "@" + trial.spec().datasetVersion())
                .distinct()
                .map(dataset -> choice(dataset, cells, form))
                .filter(dataset -> !dataset.categories().isEmpty())
                .toList();
    }

    private AddView.Dataset choice(String dataset, List<Trial> cells, AddForm form) {
        String name = dataset.substring(0, dataset.indexOf('@'));
        Set<String> known = cells.stream()
                .filter(trial -> trial.spec().dataset().equals(name))
                .map(Trial::category)
                .collect(Collectors.toSet());
        return new AddView.Dataset(
                name,
                datasets.versions(name).stream()
                        .filter(version -> dataset.equals(name + "@" + version.version()))
                        .flatMap(version -> version.categories().stream())
                        .filter(category -> !known.contains(category.name()))
                        .map(category -> new AddView.Category(
                                category.name(),
                                name + "/" + category.name(),
                                form.categories().contains(name + "/" + category.name())))
                        .toList());
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
