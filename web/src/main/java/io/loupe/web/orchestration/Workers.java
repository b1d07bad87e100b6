package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import io.loupe.workflows.WorkflowNames;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Who asks Temporal for work. A worker with a training on its device asks the device's queue for nothing; the queue of light
 * work shows that it lives.
 */
@ApplicationScoped
public class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);
    private static final List<String> QUEUES =
            List.of(WorkflowNames.TRAIN_GPU, WorkflowNames.TRAIN_CPU, WorkflowNames.DATA);
    private static final Duration KEPT = Duration.ofSeconds(2);
    private static final long LIMIT_MILLIS = 2_000;

    /** A poll waits up to a minute for work and is seen when it begins: silence for longer means gone. */
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final TemporalConnection temporal;
    private final Clock clock;
    private volatile Answer newest = new Answer(Instant.MIN, List.of());

    private record Answer(Instant at, List<WorkerView> workers) {}

    private record Seen(String queue, String identity, String version, Instant at) {}

    Workers(TemporalConnection temporal, Clock clock) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Workers seen in the last minutes, by identity; the last answer while Temporal is away. */
    public List<WorkerView> list() {
        Answer known = newest;
        Instant now = clock.instant();
        if (known.at().isAfter(now.minus(KEPT))) {
            return known.workers();
        }
        try {
            List<WorkerView> workers = ask(now);
            newest = new Answer(now, workers);
            return workers;
        } catch (StatusRuntimeException e) {
            LOG.debugf("Temporal does not say who its workers are: %s", e.getMessage());
            newest = new Answer(now, known.workers());
            return known.workers();
        }
    }

    /** Whether a GPU worker asks for work. */
    public boolean gpu() {
        return list().stream()
                .anyMatch(worker -> worker.answering() && worker.queues().contains(WorkflowNames.TRAIN_GPU));
    }

    /**
     * The queue of trials that a document submitted now would have.
     *
     * @param device {@code gpu}, {@code cpu}, or {@code auto} for a GPU where there is one
     */
    public String queue(String device) {
        return switch (device) {
            case "gpu" -> WorkflowNames.TRAIN_GPU;
            case "cpu" -> WorkflowNames.TRAIN_CPU;
            default -> gpu() ? WorkflowNames.TRAIN_GPU : WorkflowNames.TRAIN_CPU;
        };
    }

    private List<WorkerView> ask(Instant now) {
        List<Seen> seen = new ArrayList<>();
        for (String queue : QUEUES) {
            for (PollerInfo poller : pollers(queue)) {
                seen.add(new Seen(
                        queue,
                        poller.getIdentity(),
                        poller.getDeploymentOptions().getBuildId(),
                        Instant.ofEpochMilli(Timestamps.toMillis(poller.getLastAccessTime()))));
            }
        }
        Map<String, List<Seen>> byIdentity = new TreeMap<>();
        seen.forEach(one -> byIdentity
                .computeIfAbsent(one.identity(), key -> new ArrayList<>())
                .add(one));
        return byIdentity.entrySet().stream()
                .map(entry -> worker(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private List<PollerInfo> pollers(String queue) {
        return temporal.stubs()
                .blockingStub()
                .withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .build())
                .getPollersList();
    }

    private static WorkerView worker(String identity, List<Seen> seen, Instant now) {
        String[] parts = identity.split("/", 3);
        SortedSet<String> queues = new TreeSet<>(seen.stream().map(Seen::queue).toList());
        Instant last =
                seen.stream().map(Seen::at).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        return new WorkerView(
                identity,
                parts[0],
                parts.length > 1 ? parts[1] : "",
                parts.length > 2 ? parts[2] : "",
                seen.stream()
                        .map(Seen::version)
                        .filter(version -> !version.isEmpty())
                        .findFirst()
                        .orElse(""),
                queues,
                last,
                last.isAfter(now.minus(SILENCE)),
                Optional.<UUID>empty());
    }
}
