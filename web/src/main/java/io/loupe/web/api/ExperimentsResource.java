package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentOverview;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.ExperimentState;
import io.loupe.web.catalogue.Page;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.document.Problem;
import io.loupe.web.estimate.Estimate;
import io.loupe.web.estimate.Estimator;
import io.loupe.web.live.LiveTrial;
import io.loupe.web.live.LiveTrials;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.web.orchestration.ExperimentService.Added;
import io.loupe.web.orchestration.ExperimentService.Submission;
import io.loupe.web.orchestration.ExperimentVerbs;
import io.loupe.web.orchestration.Person;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Experiments: check, submit, list, look at, and the verbs on them. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
@RunOnVirtualThread
public class ExperimentsResource {
    private static final int LARGEST_PAGE = 200;
    private static final List<String> PRIORITIES = List.of("low", "normal", "high");

    private final ExperimentService service;
    private final ExperimentVerbs verbs;
    private final DocumentChecker checker;
    private final Estimator estimator;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final LiveTrials live;
    private final Links links;

    ExperimentsResource(
            ExperimentService service,
            ExperimentVerbs verbs,
            DocumentChecker checker,
            Estimator estimator,
            ExperimentRepository experiments,
            TrialRepository trials,
            LiveTrials live,
            Links links) {
        this.service = requireNonNull(service, "service is null");
        this.verbs = requireNonNull(verbs, "verbs is null");
        this.checker = requireNonNull(checker, "checker is null");
        this.estimator = requireNonNull(estimator, "estimator is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.live = requireNonNull(live, "live is null");
        this.links = requireNonNull(links, "links is null");
    }

    /** The answer to a submission. */
    public record Created(UUID id, String name, int trials, Map<String, String> links) {}

    /** What is wrong with a document; nothing when the list is empty. */
    public record Validation(boolean valid, List<Problem> problems) {}

    /** A piece of the list of experiments. */
    public record Listing(List<ExperimentJson.Overview> experiments, Optional<String> next) {}

    @POST
    @Path("/experiments")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    @Operation(
            summary = "Submit an experiment",
            description =
                    "The body is an experiment document, YAML or JSON. It is checked whole before anything is written."
                            + " The answer is the same while Temporal is away: the experiment then starts when it is back.")
    @APIResponse(
            responseCode = "201",
            description = "Written down",
            content = @Content(schema = @Schema(implementation = Created.class)))
    @APIResponse(responseCode = "409", description = "The Idempotency-Key was used for another document")
    @APIResponse(responseCode = "422", description = "Everything that is wrong with the document")
    public Response submit(
            String document,
            @HeaderParam("Idempotency-Key")
                    @Parameter(description = "The same key with the same document is the same experiment")
                    String idempotencyKey) {
        return switch (service.submit(document, Parameters.idempotencyKey(idempotencyKey), Person.current())) {
            case Submission.Refused refused ->
                ProblemDocument.wrong("document", refused.problems()).response();
            case Submission.Accepted accepted -> created(accepted.submitted().id());
        };
    }

    private Response created(UUID id) {
        ExperimentOverview overview = experiments.overview(id).orElseThrow();
        return Response.created(URI.create("/api/v1/experiments/" + id))
                .entity(new Created(id, overview.name(), overview.counts().total(), links.experiment(id)))
                .build();
    }

    @POST
    @Path("/experiments:validate")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    @Operation(summary = "Check a document", description = "Writes nothing. 200 whether it is valid or not.")
    public Validation validate(String document) {
        return switch (checker.check(document)) {
            case Checked.Valid valid -> new Validation(true, List.of());
            case Checked.Invalid invalid -> new Validation(false, invalid.problems());
        };
    }

    @POST
    @Path("/experiments:estimate")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    @Operation(
            summary = "What a document would cost",
            description =
                    "Counts are exact. Times are given only where trials with the same settings on the same category"
                            + " have been measured here; the others are counted as unknown.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Estimate.class)))
    @APIResponse(responseCode = "422", description = "Everything that is wrong with the document")
    public Response estimate(String document) {
        return switch (checker.check(document)) {
            case Checked.Invalid invalid ->
                ProblemDocument.wrong("document", invalid.problems()).response();
            case Checked.Valid valid ->
                Response.ok(estimator.estimate(valid.document())).build();
        };
    }

    @GET
    @Path("/experiments")
    @Operation(summary = "List experiments, newest first")
    public Listing list(
            @QueryParam("state")
                    @Parameter(description = "QUEUED, RUNNING, NEEDS_ATTENTION, SUCCEEDED, FAILED or CANCELLED")
                    String state,
            @QueryParam("q") @DefaultValue("") @Parameter(description = "Text in the name") String text,
            @QueryParam("after") @Parameter(description = "\"next\" of the page before") String after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Page<ExperimentOverview> page = experiments.list(
                Parameters.word("state", state, ExperimentState.class),
                text,
                Parameters.cursor(after),
                Parameters.within("limit", limit, 1, LARGEST_PAGE));
        return new Listing(
                page.items().stream()
                        .map(overview -> ExperimentJson.Overview.of(overview, links.experiment(overview.id())))
                        .toList(),
                page.next());
    }

    @GET
    @Path("/experiments/{id}")
    @Operation(summary = "One experiment with its matrix")
    public ExperimentJson get(@PathParam("id") String text) {
        UUID id = Parameters.id("experiment", text);
        Experiment experiment = experiments.find(id).orElseThrow(() -> new UnknownException("no experiment " + id));
        List<Trial> cells = trials.ofExperiment(id);
        live.prepare(cells.stream().filter(Trial::onDevice).map(Trial::id).toList());
        return ExperimentJson.of(experiment, cells, this::live, links);
    }

    private Optional<LiveTrial> live(Trial trial) {
        return trial.onDevice() ? live.recent(trial.id()) : Optional.empty();
    }

    @POST
    @Path("/experiments/{id}:cancel")
    @Operation(
            summary = "Cancel every trial that has not ended",
            description = "Running ones publish a checkpoint first.")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response cancel(@PathParam("id") String text) {
        service.cancel(Parameters.id("experiment", text), Person.current());
        return Response.accepted().build();
    }

    /** @param trials of how many trials it was asked */
    public record Asked(int trials) {}

    @POST
    @Path("/experiments/{id}:pause")
    @Operation(summary = "Pause every trial that is queued or at work")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "There is none")
    public Response pause(@PathParam("id") String text) {
        return asked(verbs.ask(Verb.PAUSE, Parameters.id("experiment", text), Person.current()));
    }

    @POST
    @Path("/experiments/{id}:resume")
    @Operation(
            summary = "Resume every trial that is paused, needs attention, or has lost its workflow",
            description = "What a person has cancelled or given up stays so; such trials are resumed one by one.")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "There is none")
    public Response resume(@PathParam("id") String text) {
        return asked(verbs.ask(Verb.RESUME, Parameters.id("experiment", text), Person.current()));
    }

    @POST
    @Path("/experiments/{id}:retryFailed")
    @Operation(summary = "Resume the trials that need attention, and no others")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "There is none")
    public Response retryFailed(@PathParam("id") String text) {
        return asked(verbs.retryFailed(Parameters.id("experiment", text), Person.current()));
    }

    /** @param priority {@code low}, {@code normal} or {@code high} */
    public record PriorityRequest(String priority) {}

    @POST
    @Path("/experiments/{id}:prioritise")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change the priority",
            description = "Of everything that waits for a device, and of what will; what is at work is left alone.")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response prioritise(@PathParam("id") String text, PriorityRequest request) {
        String priority = request == null ? null : request.priority();
        if (priority == null || !PRIORITIES.contains(priority)) {
            throw new BadRequestException("priority: " + priority + " is not one of " + String.join(", ", PRIORITIES));
        }
        verbs.prioritise(Parameters.id("experiment", text), priority, Person.current());
        return Response.accepted().build();
    }

    /** @param added how many trials are new; none if all were there */
    public record Grown(int added, Map<String, String> links) {}

    @POST
    @Path("/experiments/{id}/trials")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    @Operation(
            summary = "Add arms, categories or seeds",
            description =
                    "The body holds arms, data and seeds, as in a document. Every cell of the larger experiment that is"
                            + " not there yet becomes a trial; adding the same again adds nothing.")
    @APIResponse(
            responseCode = "202",
            description = "Written down",
            content = @Content(schema = @Schema(implementation = Grown.class)))
    @APIResponse(responseCode = "409", description = "It is being cancelled")
    @APIResponse(responseCode = "422", description = "Everything that is wrong with the addition")
    public Response add(@PathParam("id") String text, String addition) {
        UUID id = Parameters.id("experiment", text);
        return switch (service.add(id, addition, Person.current())) {
            case Added.Refused refused ->
                ProblemDocument.wrong("addition", refused.problems()).response();
            case Added.Accepted accepted ->
                Response.accepted(new Grown(accepted.trials(), links.experiment(id)))
                        .build();
        };
    }

    private static Response asked(int trials) {
        return Response.accepted(new Asked(trials)).build();
    }
}
