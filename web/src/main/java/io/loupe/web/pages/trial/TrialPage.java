package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.DeviceQueue;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.Problem;
import io.loupe.web.orchestration.ExtensionService;
import io.loupe.web.orchestration.ForkService;
import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.TrialService;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Links;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.problem.Confirm;
import io.loupe.web.pages.problem.ConfirmView;
import io.loupe.web.pages.problem.PageProblem;
import io.loupe.workflows.trial.TrialState;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One trial, and what a person can do about it. */
@Path("/trials/{id}")
@Blocking
public class TrialPage {
    private static final List<String> KEPT = List.of(
            "Kept: checkpoints, metrics so far, the MLflow run and the timeline",
            "Kept: the right to resume it later, from its last checkpoint");

    /** Trainings that are asked when they end. */
    private static final int AT_WORK = 50;

    private static final List<String> RESTART_KEPT = List.of(
            "Kept: checkpoints, metrics and files so far, as an earlier attempt in the same MLflow run",
            "Kept: settings, data and seed");
    private static final String RESTART_LOST = "Ended: what it has reached is no longer what the experiment counts";

    private final TrialRepository trials;
    private final ExperimentRepository experiments;
    private final TrialService verbs;
    private final DeviceQueue queue;
    private final ForkService forks;
    private final ExtensionService extensions;
    private final TrialViews views;
    private final Beats beats;
    private final Shells shells;
    private final Clock clock;

    TrialPage(
            TrialRepository trials,
            ExperimentRepository experiments,
            TrialService verbs,
            DeviceQueue queue,
            ForkService forks,
            ExtensionService extensions,
            DetectorCatalogue detectors,
            Links links,
            History history,
            Evaluated evaluated,
            MadeWeights made,
            Beats beats,
            Shells shells,
            Clock clock) {
        this.trials = trials;
        this.experiments = experiments;
        this.verbs = verbs;
        this.queue = queue;
        this.forks = forks;
        this.extensions = extensions;
        this.views = new TrialViews(detectors, links, history, evaluated, made);
        this.beats = beats;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance trial(TrialView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(@PathParam("id") String id, @QueryParam("said") @DefaultValue("") String said) {
        Trial trial = find(id);
        Arm arm = experiments.find(trial.experimentId()).orElseThrow().arms().stream()
                .filter(each -> each.position() == trial.armPosition())
                .findFirst()
                .orElseThrow();
        TrialView view = views.view(trial, arm, trials.timeline(trial.id()), around(trial), beats, clock.instant());
        String events = view.live() ? "/api/v1/trials/" + trial.id() + "/events" : "";
        return Templates.trial(view, shells.shell(view.name(), "experiments", crumbs(trial), said, events));
    }

    private Surroundings around(Trial trial) {
        Optional<DeviceQueue.Place> place =
                trial.state() == TrialState.QUEUED ? queue.place(trial.id()) : Optional.empty();
        return new Surroundings(
                verbs.standing(trial),
                extensions.possible(trial),
                forks.family(trial),
                trials.earlier(trial.id()),
                place,
                place.flatMap(known -> startsIn(trial, known)));
    }

    /** The n-th in the queue takes the device that is n-th to be free; nobody knows beyond the trainings under way. */
    private Optional<Duration> startsIn(Trial trial, DeviceQueue.Place place) {
        List<Duration> left = trials.inStates(List.of(TrialState.TRAINING), AT_WORK).stream()
                .filter(other -> other.spec().queue().equals(trial.spec().queue()))
                .flatMap(other -> beats.of(other.id()).stream())
                .flatMap(beat -> Progress.left(beat.progress()).stream())
                .sorted()
                .toList();
        return place.place() <= left.size() ? Optional.of(left.get(place.place() - 1)) : Optional.empty();
    }

    @GET
    @Path("restart")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance confirmRestart(@PathParam("id") String id) {
        Trial trial = find(id);
        String back = "/trials/" + trial.id();
        return Confirm.page(
                new ConfirmView(
                        "Restart this trial?",
                        trial.name() + ": it begins again at step 0.",
                        RESTART_KEPT,
                        List.of(RESTART_LOST),
                        back + "/restart",
                        "Restart",
                        back,
                        "Leave it"),
                shells.shell("Restart", "experiments", crumbs(trial), "", ""));
    }

    @POST
    @Path("pause")
    public Response pause(@PathParam("id") String id) {
        Trial trial = find(id);
        return after(trial, "", Said.PAUSE_ASKED, () -> verbs.ask(Verb.PAUSE, trial.id(), Person.current()));
    }

    @POST
    @Path("restart")
    public Response restart(@PathParam("id") String id) {
        Trial trial = find(id);
        return after(trial, "", Said.RESTART_ASKED, () -> verbs.ask(Verb.RESTART, trial.id(), Person.current()));
    }

    @POST
    @Path("extend")
    public Response extend(@PathParam("id") String id, @FormParam("to") @DefaultValue("") String to) {
        Trial trial = find(id);
        return after(trial, "", Said.EXTEND_ASKED, () -> {
            List<Problem> problems;
            try {
                problems = extensions.extend(trial.id(), Long.parseLong(to.strip()), Person.current());
            } catch (NumberFormatException e) {
                throw new ConflictException(to + " is no length");
            }
            if (!problems.isEmpty()) {
                throw new ConflictException(problems.getFirst().message());
            }
        });
    }

    @GET
    @Path("cancel")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance confirmCancel(@PathParam("id") String id) {
        Trial trial = find(id);
        return confirm(
                trial,
                "Cancel this trial?",
                "The worker writes a checkpoint, then lets go of the device.",
                "Given back: the device, or its place in the queue",
                "cancel",
                "Cancel trial",
                "Keep running");
    }

    @GET
    @Path("give-up")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance confirmGiveUp(@PathParam("id") String id) {
        Trial trial = find(id);
        return confirm(
                trial,
                "Give this trial up?",
                "It waits for you and holds no device; it may wait for months.",
                "Ended: its experiment counts it as given up, and its cell stays empty",
                "give-up",
                "Give up",
                "Let it wait");
    }

    private TemplateInstance confirm(
            Trial trial, String question, String detail, String lost, String verb, String yes, String no) {
        String back = "/trials/" + trial.id();
        return Confirm.page(
                new ConfirmView(
                        question, trial.name() + ": " + detail, KEPT, List.of(lost), back + "/" + verb, yes, back, no),
                shells.shell(yes, "experiments", crumbs(trial), "", ""));
    }

    @POST
    @Path("resume")
    public Response resume(@PathParam("id") String id, @FormParam("back") String back) {
        Trial trial = find(id);
        return after(trial, back, Said.RESUME_ASKED, () -> verbs.ask(Verb.RESUME, trial.id(), Person.current()));
    }

    @POST
    @Path("cancel")
    public Response cancel(@PathParam("id") String id) {
        Trial trial = find(id);
        return after(trial, "", Said.CANCEL_ASKED, () -> verbs.ask(Verb.CANCEL, trial.id(), Person.current()));
    }

    @POST
    @Path("give-up")
    public Response giveUp(@PathParam("id") String id) {
        Trial trial = find(id);
        return after(trial, "", Said.GIVE_UP_ASKED, () -> verbs.ask(Verb.GIVE_UP, trial.id(), Person.current()));
    }

    /** Back to the page that asked, if it is one of ours that shows the trial. */
    private static Response after(Trial trial, String back, Said said, Runnable verb) {
        String page = "/".equals(back) || ("/experiments/" + trial.experimentId()).equals(back)
                ? back
                : "/trials/" + trial.id();
        Said outcome = said;
        try {
            verb.run();
        } catch (ConflictException e) {
            outcome = Said.TOO_LATE;
        }
        return Response.seeOther(URI.create(page + "?said=" + outcome.word())).build();
    }

    private static List<Shell.Crumb> crumbs(Trial trial) {
        return List.of(
                new Shell.Crumb("Experiments", "/experiments"),
                new Shell.Crumb(trial.experimentName(), "/experiments/" + trial.experimentId()));
    }

    private Trial find(String id) {
        return PageProblem.id(id)
                .flatMap(trials::find)
                .orElseThrow(() -> PageProblem.missing(
                        "No such trial",
                        "There is no trial " + id + " in this catalogue.",
                        "Experiments",
                        "/experiments"));
    }
}
