package io.loupe.web.live;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.loupe.web.config.LoupeConfig;
import io.loupe.web.orchestration.TemporalConnection;
import io.loupe.web.orchestration.WorkflowLookup;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverterException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** How far imports are, read from Temporal when somebody asks, at most once in a second for each import. */
@ApplicationScoped
public class LiveImports {
    private static final Logger LOG = Logger.getLogger(LiveImports.class);
    private static final String ACTIVITY = "DatasetImportFolder";
    private static final int REMEMBERED = 200;

    private final TemporalConnection temporal;
    private final WorkflowLookup lookup;
    private final long everyNanos;
    private final Map<UUID, Read> reads = new ConcurrentHashMap<>();

    private record Read(long atNanos, Optional<ImportProgress> progress) {}

    LiveImports(TemporalConnection temporal, WorkflowLookup lookup, LoupeConfig config) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.everyNanos = config.live().every().toNanos() * 9 / 10;
    }

    /** Its worker's newest heartbeat; empty before the first, after the end, and while Temporal does not answer. */
    public Optional<ImportProgress> of(UUID importId) {
        if (reads.size() > REMEMBERED) {
            long now = System.nanoTime();
            reads.values().removeIf(read -> now - read.atNanos() > everyNanos);
        }
        return reads.compute(
                        importId, (id, earlier) -> fresh(earlier) ? earlier : new Read(System.nanoTime(), read(id)))
                .progress();
    }

    private boolean fresh(Read read) {
        return read != null && System.nanoTime() - read.atNanos() < everyNanos;
    }

    private Optional<ImportProgress> read(UUID importId) {
        try {
            return lookup.describe(WorkflowNames.importWorkflow(importId.toString()))
                    .flatMap(answer -> answer.getPendingActivitiesList().stream()
                            .filter(activity ->
                                    activity.getActivityType().getName().equals(ACTIVITY))
                            .findFirst())
                    .flatMap(this::progress);
        } catch (StatusRuntimeException e) {
            LOG.debugf("no heartbeat of import %s: %s", importId, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ImportProgress> progress(PendingActivityInfo activity) {
        if (!activity.hasHeartbeatDetails()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(temporal.converter()
                    .fromPayloads(
                            0,
                            Optional.of(activity.getHeartbeatDetails()),
                            ImportProgress.class,
                            ImportProgress.class));
        } catch (DataConverterException e) {
            LOG.debugf("a heartbeat cannot be read: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
