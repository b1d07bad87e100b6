package io.loupe.web.pages.create;

import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.web.artifact.Weights;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.Problem;
import io.loupe.web.estimate.Estimator;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.Workers;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.problem.PageProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The new experiment. Every button posts the whole form; without scripts nothing else is needed. */
@Path("/experiments/new")
@Blocking
public class NewExperimentPage {
    private static final int UNPROCESSABLE = 422;

    private final DetectorCatalogue detectors;
    private final DocumentChecker checker;
    private final ExperimentService service;
    private final ExperimentRepository experiments;
    private final DatasetRepository datasets;
    private final Estimator estimator;
    private final Weights weights;
    private final Workers workers;
    private final EditorViews views;
    private final Ids ids;
    private final Shells shells;

    NewExperimentPage(
            DetectorCatalogue detectors,
            DocumentChecker checker,
            ExperimentService service,
            ExperimentRepository experiments,
            DatasetRepository datasets,
            Estimator estimator,
            Weights weights,
            Workers workers,
            Ids ids,
            Shells shells) {
        this.detectors = detectors;
        this.checker = checker;
        this.service = service;
        this.experiments = experiments;
        this.datasets = datasets;
        this.estimator = estimator;
        this.weights = weights;
        this.workers = workers;
        this.views = new EditorViews(detectors);
        this.ids = ids;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance editor(EditorView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance open(
            @QueryParam("start") @DefaultValue("") String start,
            @QueryParam("from") Optional<String> from,
            @QueryParam("dataset") @DefaultValue("") String dataset) {
        String key = ids.next().toString();
        if (from.isPresent()) {
            String document = earlier(from.get()).document();
            Optional<Draft> draft = DraftReader.read(document);
            return draft.isPresent()
                    ? page(
                            draft.get(),
                            DraftYaml.write(draft.get()),
                            List.of(),
                            new EditorViews.Asked(key, false, false, "", ""))
                    : page(blank(), document, List.of(), new EditorViews.Asked(key, true, false, "", ""));
        }
        Starts chosen = Starts.of(start).orElse(Starts.VT_ADL_QUICK);
        List<Draft.Data> whole = dataset.isEmpty() ? chosen.data(versions()) : List.of();
        Draft draft = whole.isEmpty()
                ? withSomeData(chosen.draft(), dataset)
                : chosen.draft().withData(whole);
        return page(
                draft, DraftYaml.write(draft), List.of(), new EditorViews.Asked(key, false, false, chosen.value, ""));
    }

    private Experiment earlier(String id) {
        return PageProblem.id(id)
                .flatMap(experiments::find)
                .orElseThrow(() -> PageProblem.missing(
                        "No such experiment",
                        "There is no experiment " + id + " to begin from.",
                        "New experiment",
                        "/experiments/new"));
    }

    /** The dataset asked for, else the first; its first category, so that one click makes something small. */
    private Draft withSomeData(Draft draft, String dataset) {
        List<DatasetVersion> versions = versions();
        return versions.stream()
                .filter(version -> version.dataset().equals(dataset))
                .findFirst()
                .or(() -> versions.stream().findFirst())
                .filter(version -> !version.categories().isEmpty())
                .map(version -> draft.withData(List.of(new Draft.Data(
                        version.dataset(),
                        false,
                        List.of(version.categories().getFirst().name())))))
                .orElse(draft);
    }

    private List<DatasetVersion> versions() {
        return datasets.list().stream()
                .map(Dataset::current)
                .flatMap(Optional::stream)
                .toList();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Response act(MultivaluedMap<String, String> form) {
        String action = Optional.ofNullable(form.getFirst("action")).orElse("refresh");
        boolean yamlTab = "yaml".equals(form.getFirst("tab"));
        String key = Optional.ofNullable(form.getFirst("key"))
                .filter(given -> !given.isBlank() && given.length() <= 100)
                .orElseGet(() -> ids.next().toString());
        boolean checked = "true".equals(form.getFirst("checked"));
        Draft draft = yamlTab ? blank() : new FormReader(detectors, form).read();
        String yaml = yamlTab
                ? Optional.ofNullable(form.getFirst("yaml")).orElse("").replace("\r\n", "\n")
                : DraftYaml.write(draft);
        String[] verb = action.split(":", 2);
        return switch (verb[0]) {
            case "submit" -> submit(draft, yaml, key, yamlTab);
            case "check" -> shown(draft, yaml, key, yamlTab, true);
            case "to-yaml" -> shown(draft, yaml, key, true, checked);
            case "to-form" -> toForm(yaml, key, checked);
            case "add-arm", "copy-arm", "remove-arm" ->
                edited(arms(draft, verb[0], verb.length > 1 ? verb[1] : ""), key, checked);
            case "all", "none" -> edited(categories(draft, verb[0], verb.length > 1 ? verb[1] : ""), key, checked);
            default -> shown(draft, yaml, key, yamlTab, checked);
        };
    }

    private Response submit(Draft draft, String yaml, String key, boolean yamlTab) {
        try {
            return switch (service.submit(yaml, Optional.of(key), Person.current())) {
                case ExperimentService.Submission.Accepted accepted ->
                    Response.seeOther(URI.create(
                                    "/experiments/" + accepted.submitted().id() + "?said=" + Said.SUBMITTED.word()))
                            .build();
                case ExperimentService.Submission.Refused refused ->
                    refused(draft, yaml, key, yamlTab, refused.problems());
            };
        } catch (ConflictException e) {
            // The key was used for another document: this one is new, so it gets a key of its own.
            Problem problem = new Problem(
                    "(document)",
                    "the form was sent before with other contents; look at what that started, or send it again",
                    OptionalInt.empty());
            return refused(draft, yaml, ids.next().toString(), yamlTab, List.of(problem));
        }
    }

    private Response refused(Draft draft, String yaml, String key, boolean yamlTab, List<Problem> problems) {
        EditorViews.Asked asked = new EditorViews.Asked(key, yamlTab, true, "", "");
        return Response.status(UNPROCESSABLE)
                .entity(page(draft, yaml, problems, asked))
                .build();
    }

    private Response shown(Draft draft, String yaml, String key, boolean yamlTab, boolean checked) {
        List<Problem> problems = checked ? problems(yaml) : List.of();
        EditorViews.Asked asked = new EditorViews.Asked(key, yamlTab, checked, "", "");
        return Response.ok(page(draft, yaml, problems, asked)).build();
    }

    private Response edited(Draft draft, String key, boolean checked) {
        return shown(draft, DraftYaml.write(draft), key, false, checked);
    }

    private Response toForm(String yaml, String key, boolean checked) {
        Optional<Draft> draft = DraftReader.read(yaml);
        if (draft.isPresent()) {
            return edited(draft.get(), key, checked);
        }
        String refusal = "The form has no place for all that this document says, so it stays here.";
        EditorViews.Asked asked = new EditorViews.Asked(key, true, true, "", refusal);
        return Response.ok(page(blank(), yaml, problems(yaml), asked)).build();
    }

    private List<Problem> problems(String yaml) {
        return switch (checker.check(yaml)) {
            case Checked.Valid valid -> List.of();
            case Checked.Invalid invalid -> invalid.problems();
        };
    }

    private Draft arms(Draft draft, String verb, String which) {
        List<Draft.Arm> arms = new ArrayList<>(draft.arms());
        int index = which.matches("\\d{1,3}") ? Integer.parseInt(which) : -1;
        boolean known = index >= 0 && index < arms.size();
        if (verb.equals("remove-arm") && known && arms.size() > 1) {
            arms.remove(index);
        } else if (!verb.equals("remove-arm") && arms.size() < FormReader.MAX_ARMS) {
            Draft.Arm model = known
                    ? arms.get(index)
                    : arms.isEmpty()
                            ? firstArm()
                            : new Draft.Arm(
                                    "",
                                    arms.getLast().detector(),
                                    arms.getLast().preset(),
                                    Map.of());
            arms.add(new Draft.Arm(freeName(arms, model.name()), model.detector(), model.preset(), model.settings()));
        }
        return draft.withArms(arms);
    }

    private Draft.Arm firstArm() {
        return detectors.all().stream()
                .findFirst()
                .map(detector -> new Draft.Arm("", detector.name(), FormReader.firstPreset(detector), Map.of()))
                .orElse(new Draft.Arm("", "", "", Map.of()));
    }

    private static String freeName(List<Draft.Arm> arms, String like) {
        String stem = like.isEmpty() ? "arm" : like;
        List<String> taken = arms.stream().map(Draft.Arm::name).toList();
        int number = arms.size() + 1;
        while (taken.contains(stem + " " + number)) {
            number++;
        }
        return stem + " " + number;
    }

    private Draft categories(Draft draft, String verb, String dataset) {
        List<Draft.Data> data = new ArrayList<>(draft.data());
        data.removeIf(each -> each.bareName().equals(dataset));
        if (verb.equals("all")) {
            data.add(new Draft.Data(dataset, true, List.of()));
        }
        return draft.withData(data);
    }

    private Draft blank() {
        return new Draft(
                "",
                "",
                List.of(),
                List.of(firstArm()),
                "1, 2, 3",
                ExperimentDocument.METRICS,
                "all",
                Draft.Latency.NONE,
                Draft.Run.DEFAULT);
    }

    private EditorViews.Known known() {
        return new EditorViews.Known(
                versions(), weights.known().stream().map(PublishedWeights::name).toList());
    }

    private int devices() {
        return (int) workers.list().stream()
                .filter(worker -> worker.answering() && !worker.device().isEmpty())
                .count();
    }

    private Optional<EditorView.Cost> cost(String yaml) {
        return switch (checker.check(yaml)) {
            case Checked.Valid valid ->
                Optional.of(CostBuilder.build(valid.document(), estimator.estimate(valid.document()), devices()));
            case Checked.Invalid invalid -> Optional.empty();
        };
    }

    private TemplateInstance page(Draft draft, String yaml, List<Problem> problems, EditorViews.Asked asked) {
        return Templates.editor(
                views.view(draft, yaml, problems, problems.isEmpty() ? cost(yaml) : Optional.empty(), known(), asked),
                shells.shell("New experiment", "new", List.of(new Shell.Crumb("Experiments", "/experiments")), "", ""));
    }
}
