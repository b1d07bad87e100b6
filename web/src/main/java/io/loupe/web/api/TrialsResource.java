package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.TimelineEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.live.LiveTrials;
import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.TrialService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Trials: look at, resume, cancel, give up. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trials")
@RunOnVirtualThread
public class TrialsResource {
    private final TrialRepository trials;
    private final TrialService service;
    private final LiveTrials live;
    private final Links links;

    TrialsResource(TrialRepository trials, TrialService service, LiveTrials live, Links links) {
        this.trials = requireNonNull(trials, "trials is null");
        this.service = requireNonNull(service, "service is null");
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
                links.trial(trial.id(), trial.mlflowRunId()));
    }

    @GET
    @Path("/trials/{id}/timeline")
    @Operation(summary = "What happened to a trial, oldest first", description = "Lines are only ever added.")
    public Timeline timeline(@PathParam("id") String text) {
        return new Timeline(trials.timeline(find(text).id()));
    }

    @POST
    @Path("/trials/{id}:resume")
    @Operation(
            summary = "Go on from the last checkpoint",
            description = "For a trial that needs attention, was cancelled or given up, or whose workflow is gone.")
    @APIResponse(
            responseCode = "202",
            description = "Noted on the timeline; asking again before it happens changes nothing")
    @APIResponse(responseCode = "409", description = "It is at work, or has succeeded")
    public Response resume(@PathParam("id") String text) {
        service.resume(id(text), Person.current());
        return Response.accepted().build();
    }

    @POST
    @Path("/trials/{id}:cancel")
    @Operation(summary = "Stop a trial after a checkpoint")
    @APIResponse(responseCode = "202", description = "Noted; CANCELLED once the device is free")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response cancel(@PathParam("id") String text) {
        service.cancel(id(text), Person.current());
        return Response.accepted().build();
    }

    @POST
    @Path("/trials/{id}:giveUp")
    @Operation(summary = "End a trial that needs attention")
    @APIResponse(responseCode = "202", description = "Noted")
    @APIResponse(responseCode = "409", description = "It does not need attention")
    public Response giveUp(@PathParam("id") String text) {
        service.giveUp(id(text), Person.current());
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
