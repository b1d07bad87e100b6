package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.ImportWorkflowImpl;
import io.loupe.workflows.experiment.ExperimentWorkflowImpl;
import io.loupe.workflows.trial.TrialWorkflowImpl;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Runs workflow code and control activities on the queue {@code orchestration}. It starts beside the process, and keeps
 * trying until Temporal is there.
 */
@ApplicationScoped
public class OrchestrationWorker {
    private static final Logger LOG = Logger.getLogger(OrchestrationWorker.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(5);
    /** Control activities are short transactions: as many at once as the connection pool bears beside pages. */
    private static final int ACTIVITIES = 8;
    /** Workflow code computes and never waits: more at once than cores would only keep pages from theirs. */
    private static final int WORKFLOW_TASKS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final TemporalConnection temporal;
    private final CatalogueControl control;
    private final boolean enabled;
    private final AtomicReference<WorkerFactory> factory = new AtomicReference<>();
    private volatile Optional<String> waitingBecause = Optional.of("the process is starting");
    private volatile boolean stopping;
    private Thread starter;

    OrchestrationWorker(TemporalConnection temporal, CatalogueControl control, LoupeConfig config) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.control = requireNonNull(control, "control is null");
        this.enabled = config.temporal().workerEnabled();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            starter = Thread.ofVirtual().name("orchestration-start").start(this::startUntilThere);
        } else {
            waitingBecause = Optional.of("loupe.temporal.worker-enabled is false");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (starter != null) {
            starter.interrupt();
        }
        WorkerFactory running = factory.get();
        if (running != null) {
            running.shutdown();
            running.awaitTermination(3, TimeUnit.SECONDS);
            running.shutdownNow();
        }
    }

    /** Whether workflow code can run here now. */
    public boolean polling() {
        return waitingBecause.isEmpty();
    }

    /** Why it cannot; empty when it can. */
    public Optional<String> waitingBecause() {
        return waitingBecause;
    }

    private void startUntilThere() {
        Duration backOff = FIRST_BACK_OFF;
        while (!stopping) {
            try {
                startNow();
                waitingBecause = Optional.empty();
                LOG.infof("Workflows run here, on task queue %s", WorkflowNames.ORCHESTRATION);
                return;
            } catch (RuntimeException e) {
                if (waitingBecause
                                .filter(String.valueOf(e.getMessage())::equals)
                                .isEmpty()
                        && !stopping) {
                    LOG.infof("Waits for Temporal: %s", e.getMessage());
                }
                waitingBecause = Optional.of(String.valueOf(e.getMessage()));
            }
            try {
                Thread.sleep(backOff);
            } catch (InterruptedException e) {
                return;
            }
            backOff = backOff.multipliedBy(2).compareTo(LAST_BACK_OFF) < 0 ? backOff.multipliedBy(2) : LAST_BACK_OFF;
        }
    }

    private void startNow() {
        NamespaceSetup.ensure(temporal.stubs(), temporal.namespace());
        WorkerFactory fresh = WorkerFactory.newInstance(temporal.client());
        Worker worker = fresh.newWorker(
                WorkflowNames.ORCHESTRATION,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(ACTIVITIES)
                        .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
                        .build());
        worker.registerWorkflowImplementationTypes(
                ExperimentWorkflowImpl.class, TrialWorkflowImpl.class, ImportWorkflowImpl.class);
        worker.registerActivitiesImplementations(control);
        try {
            fresh.start();
        } catch (RuntimeException e) {
            fresh.shutdownNow();
            throw e;
        }
        factory.set(fresh);
    }
}
