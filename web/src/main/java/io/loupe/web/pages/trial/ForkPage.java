package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.document.Cells;
import io.loupe.web.document.Problem;
import io.loupe.web.orchestration.ForkService;
import io.loupe.web.orchestration.ForkService.Forked;
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
import java.util.Optional;
import java.util.OptionalLong;

/** The form that forks a trial. */
@Path("/trials/{id}/fork")
@Blocking
public class ForkPage {
    private final TrialRepository trials;
    private final ForkService forks;
    private final Shells shells;

    ForkPage(TrialRepository trials, ForkService forks, Shells shells) {
        this.trials = trials;
        this.forks = forks;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance fork(ForkView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(@PathParam("id") String id) {
        Trial trial = find(id);
        return page(trial, forks.steps(trial).stream().max(Long::compare).orElse(0L), "", "", List.of());
    }

    @POST
    @Produces(MediaType.TEXT_HTML)
    public Response fork(
            @PathParam("id") String id,
            @FormParam("step") @DefaultValue("0") long step,
            @FormParam("name") @DefaultValue("") String name,
            @FormParam("settings") @DefaultValue("") String settings) {
        Trial trial = find(id);
        try {
            ForkService.Wish wish = new ForkService.Wish(
                    step > 0 ? OptionalLong.of(step) : OptionalLong.empty(),
                    Cells.changes(settings),
                    Optional.of(name.strip()).filter(text -> !text.isEmpty()));
            return switch (forks.fork(trial.id(), wish, Person.current())) {
                case Forked.Accepted accepted ->
                    Response.seeOther(URI.create("/trials/" + accepted.trial() + "?said=" + Said.FORKED.word()))
                            .build();
                case Forked.Refused refused ->
                    wrong(
                            trial,
                            step,
                            name,
                            settings,
                            refused.problems().stream().map(Problem::toString).toList());
            };
        } catch (Cells.UnreadableException | ConflictException e) {
            return wrong(trial, step, name, settings, List.of(String.valueOf(e.getMessage())));
        }
    }

    private Response wrong(Trial trial, long step, String name, String settings, List<String> problems) {
        return Response.status(422)
                .entity(page(trial, step, name, settings, problems))
                .build();
    }

    private TemplateInstance page(Trial trial, long step, String name, String settings, List<String> problems) {
        List<ForkView.Step> steps = forks.steps(trial).reversed().stream()
                .distinct()
                .map(each -> new ForkView.Step(each, each == step))
                .toList();
        String back = "/trials/" + trial.id();
        return Templates.fork(
                new ForkView(trial.name(), back, steps, name, settings, problems),
                shells.shell(
                        "Fork",
                        "experiments",
                        List.of(
                                new Shell.Crumb("Experiments", "/experiments"),
                                new Shell.Crumb(trial.experimentName(), "/experiments/" + trial.experimentId()),
                                new Shell.Crumb(trial.name(), back)),
                        "",
                        ""));
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
