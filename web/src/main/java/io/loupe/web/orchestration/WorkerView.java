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
        SortedSet<String> queues,
        Instant lastSeen,
        boolean answering,
        Optional<UUID> trial) {}
