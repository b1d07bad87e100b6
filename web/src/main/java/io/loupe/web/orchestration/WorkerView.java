package io.loupe.web.orchestration;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/**
 * A worker process, as Temporal sees it.
 *
 * @param identity {@code <host>/<device>/<pid>}
 * @param device such as {@code cpu} or {@code gpu0}
 * @param version of its build, or what it calls itself; empty while it has not said
 * @param queues task queues that it serves
 * @param lastSeen when it asked for work last, or beat
 * @param answering whether that was lately
 * @param trial what it has on its device
 */
public record WorkerView(
        String identity,
        String host,
        String device,
        String pid,
        String version,
        SortedSet<String> queues,
        Instant lastSeen,
        boolean answering,
        Optional<UUID> trial) {}
