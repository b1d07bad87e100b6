package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DeviceQueue;
import io.loupe.web.catalogue.DeviceQueue.Obstacle;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has a training of lower priority give way when a more urgent trial has waited for its device: it publishes a checkpoint and
 * queues again, and Temporal hands the device to the more urgent one.
 */
@ApplicationScoped
public class Preemption {
    private static final Logger LOG = Logger.getLogger(Preemption.class);

    /** A free device would have taken it by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Duration EVERY = Duration.ofSeconds(3);

    private final DeviceQueue queue;
    private final TemporalConnection temporal;
    private final boolean enabled;
    private final Clock clock;

    /** Trainings that were asked, with the time at which they had begun: one that publishes is not asked again. */
    private final Map<UUID, Instant> asked = new ConcurrentHashMap<>();

    private final CountDownLatch stopping = new CountDownLatch(1);

    Preemption(DeviceQueue queue, TemporalConnection temporal, LoupeConfig config, Clock clock) {
        this.queue = requireNonNull(queue, "queue is null");
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.enabled = config.temporal().workerEnabled();
        this.clock = requireNonNull(clock, "clock is null");
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            Thread.ofVirtual().name("preemption").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void run() {
        try {
            while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look(PATIENCE);
                } catch (RuntimeException away) {
                    LOG.debugf("nobody gives way for now: %s", away.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks each training that keeps a more urgent trial waiting. */
    void look(Duration patience) {
        List<Obstacle> obstacles = queue.obstacles(patience, clock.instant());
        asked.keySet().retainAll(obstacles.stream().map(Obstacle::trial).toList());
        for (Obstacle obstacle : obstacles) {
            if (!obstacle.since().equals(asked.get(obstacle.trial()))) {
                giveWay(obstacle);
                asked.put(obstacle.trial(), obstacle.since());
            }
        }
    }

    private void giveWay(Obstacle obstacle) {
        try {
            temporal.client()
                    .newUntypedWorkflowStub(
                            WorkflowNames.trialWorkflow(obstacle.trial().toString()))
                    .signal("giveWay", "Gave way to " + obstacle.waiting() + ", whose experiment is more urgent.");
        } catch (WorkflowNotFoundException gone) {
            LOG.debugf("trial %s has ended meanwhile", obstacle.trial());
        }
    }
}
