package io.loupe.web.live;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.loupe.web.config.LoupeConfig;
import io.loupe.web.orchestration.TemporalConnection;
import io.loupe.web.orchestration.WorkflowLookup;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialProgress;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverterException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Heartbeats of trials, read from Temporal when somebody asks, at most once in a second for each trial. Whoever asks waits a
 * moment only: while Temporal takes longer, what it said before is what there is.
 */
@ApplicationScoped
public class LiveTrials {
    private static final Logger LOG = Logger.getLogger(LiveTrials.class);
    /** Activities on a device, as Temporal names them; the status activity beside them says nothing of progress. */
    private static final Set<String> ON_DEVICE = Set.of("TrialPrepare", "TrialTrain", "TrialEvaluate");

    /** A page is better off with the heartbeat of a second ago than late by more than this. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final TemporalConnection temporal;
    private final WorkflowLookup lookup;
    private final LivePoints points;
    private final Readings<UUID, LiveTrial> readings;

    LiveTrials(TemporalConnection temporal, WorkflowLookup lookup, LivePoints points, LoupeConfig config) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.points = requireNonNull(points, "points is null");
        // A little less than the period of watchers, so that each of their reads is a fresh one.
        Duration period = config.live().every().multipliedBy(9).dividedBy(10);
        this.readings = new Readings<>(this::read, period, PATIENCE);
    }

    /** What the trial's worker is doing; empty when nothing is under way, or Temporal does not answer. */
    public Optional<LiveTrial> of(UUID trial) {
        return readings.of(trial);
    }

    /** As {@link #of}, or what it was a few seconds ago: for pages, which are told of what changes. */
    public Optional<LiveTrial> recent(UUID trial) {
        return readings.recent(trial);
    }

    /** Asks at once for all that {@link #of} is going to be asked for: one after the other, dozens keep a page waiting. */
    public void prepare(Collection<UUID> trials) {
        readings.begin(trials);
    }

    private Optional<LiveTrial> read(UUID trial) {
        try {
            Optional<LiveTrial> live = lookup.describe(WorkflowNames.trialWorkflow(trial.toString()))
                    .flatMap(answer -> answer.getPendingActivitiesList().stream()
                            .filter(activity -> ON_DEVICE.contains(
                                    activity.getActivityType().getName()))
                            .max(Comparator.comparing(PendingActivityInfo::getActivityId)))
                    .map(this::live);
            live.flatMap(LiveTrial::progress).ifPresent(progress -> points.note(trial, progress));
            return live;
        } catch (StatusRuntimeException e) {
            LOG.debugf("no heartbeat of trial %s: %s", trial, e.getMessage());
            return Optional.empty();
        }
    }

    private LiveTrial live(PendingActivityInfo activity) {
        return new LiveTrial(
                activity.hasHeartbeatDetails() ? progress(activity.getHeartbeatDetails()) : Optional.empty(),
                Optional.of(activity.getLastWorkerIdentity()).filter(identity -> !identity.isEmpty()),
                Math.max(1, activity.getAttempt()),
                activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED,
                activity.hasLastFailure() ? Optional.of(words(activity.getLastFailure())) : Optional.empty());
    }

    /** What Temporal noticed itself is in its own terms. */
    private static String words(Failure failure) {
        if (!failure.hasTimeoutFailureInfo()) {
            return failure.getMessage();
        }
        return failure.getTimeoutFailureInfo().getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
                ? "the worker fell silent"
                : "it took longer than it may";
    }

    private Optional<TrialProgress> progress(Payloads details) {
        try {
            return Optional.ofNullable(temporal.converter()
                    .fromPayloads(0, Optional.of(details), TrialProgress.class, TrialProgress.class));
        } catch (DataConverterException e) {
            LOG.debugf("a heartbeat cannot be read: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
