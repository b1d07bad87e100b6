package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.UnknownException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What people do with workers: take one out of the queue, and call it back. The worker reads it from the object store within
 * seconds, publishes a checkpoint, gives its trial back, and asks for no more until it is called back.
 */
@ApplicationScoped
public class WorkerService {
    private static final Logger LOG = Logger.getLogger(WorkerService.class);

    private final Workers workers;
    private final Leaves leaves;
    private final Clock clock;

    WorkerService(Workers workers, Leaves leaves, Clock clock) {
        this.workers = requireNonNull(workers, "workers is null");
        this.leaves = requireNonNull(leaves, "leaves is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Takes a worker out of the queue; asking again changes nothing.
     *
     * @param name {@code <host>/<device>}, or an identity
     * @throws UnknownException if no such worker was seen lately
     */
    public void drain(String name, String who) {
        String worker = known(name);
        leaves.leave(new Leave(worker, who, clock.millis(), "drained by " + who, false));
    }

    /**
     * Calls a worker back.
     *
     * @throws UnknownException if no such worker was seen lately, and none is on leave
     * @throws ConflictException if it takes work already
     */
    public void undrain(String name) {
        String worker = known(name);
        if (leaves.of(worker).isEmpty()) {
            throw new ConflictException("the worker takes work already; there is nothing to call it back from");
        }
        leaves.back(worker);
    }

    private String known(String name) {
        String worker = Leaves.worker(name);
        boolean seen = Leaves.isWorker(worker)
                && (leaves.of(worker).isPresent()
                        || workers.list().stream()
                                .anyMatch(one -> Leaves.worker(one.identity()).equals(worker)));
        if (!seen) {
            throw new UnknownException("no worker " + name + "; one is <host>/<device>, as GET /workers lists them");
        }
        return worker;
    }

    /** Workers that take no work, by name; none while the store does not answer. */
    public Map<String, Leave> onLeave() {
        return all().stream().collect(Collectors.toMap(Leave::worker, leave -> leave));
    }

    private List<Leave> all() {
        try {
            return leaves.all();
        } catch (TrackingException away) {
            LOG.debugf("nobody says which workers are on leave: %s", away.getMessage());
            return List.of();
        }
    }
}
