package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DeviceQueue;
import io.loupe.web.catalogue.TimelineEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.document.Problem;
import io.loupe.web.live.LiveTrials;
import io.loupe.web.orchestration.ExtensionService;
import io.loupe.web.orchestration.ForkService;
import io.loupe.web.orchestration.ForkService.Forked;
import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.TrialService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Trials: look at, and every verb on them. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trials")
@RunOnVirtualThread
public class TrialsResource {
    private final TrialRepository trials;
    private final TrialService service;
    private final ForkService forks;
    private final ExtensionService extensions;
    private final DeviceQueue queue;
    private final LiveTrials live;
    private final Links links;

    TrialsResource(
            TrialRepository trials,
            TrialService service,
            ForkService forks,
            ExtensionService extensions,
            DeviceQueue queue,
            LiveTrials live,
            Links links) {
        this.trials = requireNonNull(trials, "trials is null");
        this.service = requireNonNull(service, "service is null");
        this.forks = requireNonNull(forks, "forks is null");
        this.extensions = requireNonNull(extensions, "extensions is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.live = requireNonNull(live, "live is null");
        this.links = requireNonNull(links, "links is null");
    }

    /** A trial's story. */
    public record Timeline(List<TimelineEntry> entries) {}

    @GET
    @Path("/trials/{id}")
    @Operation(summary = "One trial, with its newest heartbeat while it runs")
    public TrialJson get(@PathParam("id") String text) {
        Trial trial = find(text);
        return TrialJson.of(
                trial,
                trial.state().active() ? live.of(trial.id()) : Optional.empty(),
                queue.place(trial.id()),
                forks.forksOf(trial.id()),
                links.trial(trial.id(), trial.mlflowRunId()));
    }

    @GET
    @Path("/trials/{id}/timeline")
    @Operation(summary = "What happened to a trial, oldest first", description = "Lines are only ever added.")
    public Timeline timeline(@PathParam("id") String text) {
        return new Timeline(trials.timeline(find(text).id()));
    }

    @POST
    @Path("/trials/{id}:pause")
    @Operation(summary = "Publish a checkpoint, free the device, and wait")
    @APIResponse(
            responseCode = "202",
            description = "Noted on the timeline; asking again before it happens changes nothing")
    @APIResponse(responseCode = "409", description = "It is not queued or at work")
    public Response pause(@PathParam("id") String text) {
        return ask(Verb.PAUSE, text);
    }

    @POST
    @Path("/trials/{id}:resume")
    @Operation(
            summary = "Go on from the last checkpoint",
            description =
                    "For a trial that is paused, needs attention, was cancelled or given up, or whose workflow is gone.")
    @APIResponse(
            responseCode = "202",
            description = "Noted on the timeline; asking again before it happens changes nothing")
    @APIResponse(responseCode = "409", description = "It is at work, or has succeeded")
    public Response resume(@PathParam("id") String text) {
        return ask(Verb.RESUME, text);
    }

    @POST
    @Path("/trials/{id}:restart")
    @Operation(
            summary = "Begin again at step 0",
            description =
                    "In the same MLflow run. Checkpoints, metrics and files of the attempt before are kept; the new ones have restart-1/ before their names.")
    @APIResponse(
            responseCode = "202",
            description = "Noted on the timeline; asking again before it happens changes nothing")
    @APIResponse(responseCode = "409", description = "It is being cancelled")
    public Response restart(@PathParam("id") String text) {
        return ask(Verb.RESTART, text);
    }

    @POST
    @Path("/trials/{id}:cancel")
    @Operation(summary = "Stop a trial after a checkpoint")
    @APIResponse(responseCode = "202", description = "Noted; CANCELLED once the device is free")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response cancel(@PathParam("id") String text) {
        return ask(Verb.CANCEL, text);
    }

    @POST
    @Path("/trials/{id}:giveUp")
    @Operation(summary = "End a trial that needs attention")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "It does not need attention")
    public Response giveUp(@PathParam("id") String text) {
        return ask(Verb.GIVE_UP, text);
    }

    /** @param to the new length, in the unit of the setting that says how long a training is */
    public record ExtensionRequest(Long to) {}

    @POST
    @Path("/trials/{id}:extend")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Train a finished trial on to a greater length",
            description = "Where the method's schedule does not depend on the length; otherwise 409 says why not.")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "It has not succeeded, or its schedule does not allow it")
    @APIResponse(responseCode = "422", description = "The length is wrong")
    public Response extend(@PathParam("id") String text, ExtensionRequest request) {
        if (request == null || request.to() == null) {
            throw new BadRequestException("the body names the new length, such as {\"to\": 200}");
        }
        List<Problem> problems = extensions.extend(id(text), request.to(), Person.current());
        return problems.isEmpty()
                ? Response.accepted().build()
                : ProblemDocument.wrong("extension", problems).response();
    }

    /**
     * @param step of the checkpoint to begin with; the newest one when absent
     * @param settings what differs from this trial's, nested as in a document
     * @param name of the new arm; one is made up when absent
     */
    public record ForkRequest(Long step, Map<String, Object> settings, String name) {}

    /** The answer to a fork. */
    public record Created(UUID id, Map<String, String> links) {}

    @POST
    @Path("/trials/{id}:fork")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A new trial that begins with a checkpoint of this one, with other settings",
            description = "This one is left alone. The same fork again is the trial that was made before.")
    @APIResponse(responseCode = "201", description = "The new trial, in an arm of its own")
    @APIResponse(responseCode = "200", description = "The trial that was made before")
    @APIResponse(responseCode = "409", description = "There is no such checkpoint")
    @APIResponse(responseCode = "422", description = "Everything that is wrong with the settings")
    public Response fork(@PathParam("id") String text, ForkRequest request) {
        ForkRequest asked = request == null ? new ForkRequest(null, null, null) : request;
        ForkService.Wish wish = new ForkService.Wish(
                asked.step() == null ? OptionalLong.empty() : OptionalLong.of(asked.step()),
                asked.settings() == null ? Map.of() : asked.settings(),
                Optional.ofNullable(asked.name()).filter(name -> !name.isBlank()));
        return switch (forks.fork(id(text), wish, Person.current())) {
            case Forked.Refused refused ->
                ProblemDocument.wrong("fork", refused.problems()).response();
            case Forked.Accepted accepted -> {
                UUID fork = accepted.trial();
                yield Response.status(accepted.fresh() ? 201 : 200)
                        .location(URI.create("/api/v1/trials/" + fork))
                        .entity(new Created(fork, links.trial(fork, Optional.empty())))
                        .build();
            }
        };
    }

    private Response ask(Verb verb, String text) {
        service.ask(verb, id(text), Person.current());
        return Response.accepted().build();
    }

    private static UUID id(String text) {
        return Parameters.id("trial", text);
    }

    private Trial find(String text) {
        UUID id = id(text);
        return trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
    }
}
