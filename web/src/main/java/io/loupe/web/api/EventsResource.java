package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.config.LoupeConfig;
import io.loupe.web.live.LiveEvent;
import io.loupe.web.live.LiveFeed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Server-sent events. */
@Path("/api/v1")
@Tag(name = "Live")
public class EventsResource {
    private static final long COME_BACK_MILLIS = 2_000;

    private final LiveFeed feed;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final LoupeConfig config;

    EventsResource(LiveFeed feed, ExperimentRepository experiments, TrialRepository trials, LoupeConfig config) {
        this.feed = requireNonNull(feed, "feed is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.config = requireNonNull(config, "config is null");
    }

    @GET
    @Path("/experiments/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "What changes in an experiment, as it changes",
            description =
                    "Events \"experiment\" (state, counts) and \"trial\" (state, progress, metrics), data in JSON."
                            + " First everything as it is, or what was missed since Last-Event-ID.")
    public Multi<OutboundSseEvent> experiment(
            @PathParam("id") String text, @HeaderParam("Last-Event-ID") String lastEventId, @Context Sse sse) {
        UUID id = Parameters.id("experiment", text);
        if (experiments.overview(id).isEmpty()) {
            throw new UnknownException("no experiment " + id);
        }
        return stream(feed.experiment(id, Optional.ofNullable(lastEventId)), sse);
    }

    @GET
    @Path("/trials/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "What changes in a trial, as it changes",
            description = "Events \"trial\" (state, progress, newest line of the timeline), data in JSON.")
    public Multi<OutboundSseEvent> trial(
            @PathParam("id") String text, @HeaderParam("Last-Event-ID") String lastEventId, @Context Sse sse) {
        UUID id = Parameters.id("trial", text);
        if (trials.find(id).isEmpty()) {
            throw new UnknownException("no trial " + id);
        }
        return stream(feed.trial(id, Optional.ofNullable(lastEventId)), sse);
    }

    private Multi<OutboundSseEvent> stream(Multi<LiveEvent> events, Sse sse) {
        if (!feed.hasRoom()) {
            throw new ServiceUnavailableException("too many event streams are open; try again soon");
        }
        Multi<OutboundSseEvent> told = events.map(event -> sse.newEventBuilder()
                .id(event.id())
                .name(event.name())
                .reconnectDelay(COME_BACK_MILLIS)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(event.data())
                .build());
        Multi<OutboundSseEvent> comments = Multi.createFrom()
                .ticks()
                .every(config.live().keepAlive())
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("still here").build());
        return Multi.createBy().merging().streams(told, comments);
    }
}
