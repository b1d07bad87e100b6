package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.health.Service;
import io.loupe.web.health.Services;
import io.loupe.web.live.LiveTrial;
import io.loupe.web.live.LiveTrials;
import io.loupe.web.orchestration.WorkerService;
import io.loupe.web.orchestration.WorkerView;
import io.loupe.web.orchestration.Workers;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Workers, versions, where everything is. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@RunOnVirtualThread
public class SystemResource {
    private static final Set<TrialState> AT_WORK =
            Set.of(TrialState.PREPARING, TrialState.TRAINING, TrialState.EVALUATING, TrialState.EXPORTING);
    private static final int MOST_AT_WORK = 200;

    private final Workers workers;
    private final WorkerService verbs;
    private final TrialRepository trials;
    private final LiveTrials live;
    private final Links links;
    private final Services services;
    private final String version;

    SystemResource(
            Workers workers,
            WorkerService verbs,
            TrialRepository trials,
            LiveTrials live,
            Links links,
            Services services,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.workers = requireNonNull(workers, "workers is null");
        this.verbs = requireNonNull(verbs, "verbs is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.live = requireNonNull(live, "live is null");
        this.links = requireNonNull(links, "links is null");
        this.services = requireNonNull(services, "services is null");
        this.version = requireNonNull(version, "version is null");
    }

    /** A worker, what it has on its device, and why it takes no work if it takes none. */
    public record WorkerJson(
            WorkerView worker, Optional<UUID> trial, Optional<TrialProgress> progress, Optional<Leave> leave) {}

    /** Every worker seen lately, and every one that takes no work, seen or not. */
    public record WorkerListing(List<WorkerJson> workers, List<Leave> onLeave) {}

    /** This installation. */
    public record About(String name, String version, String java, List<Service> services, Map<String, String> links) {}

    @GET
    @Path("/workers")
    @Operation(summary = "Workers seen in the last minutes, and what they do")
    public WorkerListing workers() {
        Map<String, UUID> trialOf = new HashMap<>();
        Map<String, TrialProgress> progressOf = new HashMap<>();
        List<Trial> atWork = trials.inStates(AT_WORK, MOST_AT_WORK);
        live.prepare(atWork.stream().map(Trial::id).toList());
        atWork.forEach(trial -> {
            Optional<LiveTrial> now = live.of(trial.id()).filter(one -> !one.waitsForDevice());
            now.flatMap(LiveTrial::worker).ifPresent(identity -> {
                trialOf.put(identity, trial.id());
                now.flatMap(LiveTrial::progress).ifPresent(progress -> progressOf.put(identity, progress));
            });
        });
        Map<String, Leave> onLeave = verbs.onLeave();
        return new WorkerListing(
                workers.list().stream()
                        .map(worker -> new WorkerJson(
                                worker,
                                Optional.ofNullable(trialOf.get(worker.identity())),
                                Optional.ofNullable(progressOf.get(worker.identity())),
                                Optional.ofNullable(onLeave.get(Leaves.worker(worker.identity())))))
                        .toList(),
                List.copyOf(onLeave.values()));
    }

    @GET
    @Path("/about")
    @Operation(summary = "Version, and the addresses of the other services")
    public About about() {
        return new About("Loupe", version, Runtime.version().toString(), services.list(), links.services());
    }
}
