package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.web.artifact.MetricHistory.Checkpoint;
import io.loupe.web.artifact.MetricHistory.Point;
import io.loupe.web.live.LivePoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Metric histories of trials, read from the log chunks of published checkpoints: each chunk once, as long as the trial is
 * among those looked at last. MLflow shows the same points; it is not asked, since it may be behind or away.
 */
@ApplicationScoped
public class MetricHistories {
    private static final Logger LOG = Logger.getLogger(MetricHistories.class);
    /** Some dozens of ordinary trials, or a few of hundreds of thousands of steps. */
    private static final long REMEMBERED_BYTES = 48L << 20;

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final CheckpointStore checkpoints;
    private final LivePoints live;
    private final Recent<String, Read> remembered;

    @Inject
    MetricHistories(CheckpointStore checkpoints, LivePoints live) {
        this(checkpoints, live, REMEMBERED_BYTES);
    }

    MetricHistories(CheckpointStore checkpoints, LivePoints live, long rememberedBytes) {
        this.remembered = new Recent<>(rememberedBytes);
        this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
        this.live = requireNonNull(live, "live is null");
    }

    /** What was read of one trial so far. */
    private static final class Read {
        private final Map<String, Series> series = new TreeMap<>();
        private final List<Checkpoint> checkpoints = new ArrayList<>();
        private final Set<Long> sequences = new HashSet<>();
        private Optional<Long> askedNanos = Optional.empty();

        long bytes() {
            return 1_024
                    + 128L * checkpoints.size()
                    + series.values().stream().mapToLong(Series::bytes).sum();
        }
    }

    /** Bytes that are remembered now. */
    long rememberedBytes() {
        return remembered.bytes();
    }

    /** As {@link #of(UUID, String, Set, long, long, int)}, of a trial that was never restarted. */
    public MetricHistory of(UUID trial, Set<String> names, long from, long to, int points) {
        return of(trial, trial.toString(), names, from, to, points);
    }

    /**
     * What was logged, thinned.
     *
     * @param chain name of the trial's chain of checkpoints
     * @param names metrics to answer; empty for all
     * @param from first step
     * @param to last step
     * @param points at most this many for each metric, at least 4
     * @throws TrackingException if the object store does not answer
     */
    public MetricHistory of(UUID trial, String chain, Set<String> names, long from, long to, int points) {
        Read read = read(chain);
        synchronized (read) {
            refresh(chain, read);
            remembered.put(chain, read, read.bytes());
            long published =
                    read.checkpoints.isEmpty() ? 0 : read.checkpoints.getLast().step();
            Map<String, List<Point>> series = new TreeMap<>();
            read.series.forEach((name, all) -> {
                if (names.isEmpty() || names.contains(name)) {
                    series.put(name, all.between(from, to, points));
                }
            });
            addLive(trial, published, names, from, to, series);
            return new MetricHistory(trial, published, List.copyOf(read.checkpoints), series);
        }
    }

    private Read read(String chain) {
        synchronized (remembered) {
            return remembered.get(chain).orElseGet(() -> {
                Read fresh = new Read();
                remembered.put(chain, fresh, fresh.bytes());
                return fresh;
            });
        }
    }

    private void refresh(String chain, Read read) {
        long now = System.nanoTime();
        if (read.askedNanos.filter(asked -> now - asked < FRESH.toNanos()).isPresent()) {
            return;
        }
        for (Manifest manifest : checkpoints.history(chain)) {
            if (read.sequences.contains(manifest.sequence())) {
                continue;
            }
            List<MetricPoint> log = log(manifest);
            read.sequences.add(manifest.sequence());
            long bytes =
                    manifest.parts().stream().mapToLong(Manifest.Blob::size).sum();
            read.checkpoints.add(new Checkpoint(
                    manifest.sequence(), manifest.step(), manifest.publishedAt(), manifest.attempt(), bytes));
            for (MetricPoint point : log) {
                Series series = read.series.computeIfAbsent(point.name(), name -> new Series());
                // A step is logged once; a chunk that overlaps the one before it tells nothing new.
                if (series.size() == 0 || point.step() > series.lastStep()) {
                    series.add(point.step(), point.value(), point.timestamp());
                }
            }
        }
        read.askedNanos = Optional.of(System.nanoTime());
    }

    private List<MetricPoint> log(Manifest manifest) {
        try {
            return checkpoints.log(manifest);
        } catch (TrackingException e) {
            if (e.temporary()) {
                throw e;
            }
            LOG.warnf("trial %s: %s", manifest.trial(), e.getMessage());
            return List.of();
        }
    }

    /** Heartbeats hold the newest steps, which no checkpoint has yet. */
    private void addLive(
            UUID trial, long published, Set<String> names, long from, long to, Map<String, List<Point>> series) {
        Map<String, List<Point>> newest = new HashMap<>();
        for (LivePoints.Beat beat : live.after(trial, published)) {
            if (beat.step() >= from && beat.step() <= to) {
                beat.losses().forEach((name, value) -> {
                    if (names.isEmpty() || names.contains(name)) {
                        newest.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(new Point(beat.step(), value, beat.at()));
                    }
                });
            }
        }
        newest.forEach((name, points) -> {
            List<Point> all = new ArrayList<>(series.getOrDefault(name, List.of()));
            all.addAll(points);
            series.put(name, all);
        });
    }
}
