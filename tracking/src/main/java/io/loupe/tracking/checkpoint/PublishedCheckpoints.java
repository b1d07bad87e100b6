package io.loupe.tracking.checkpoint;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Parallel;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publish protocol over an object store: blobs by hash, then manifest n by create-if-absent. Thread-safe; any number
 * of instances in any number of processes may work on one trial, and the store's create-if-absent is all that decides
 * between them.
 *
 * <p>A checkpoint that can no longer be loaded does not block its trial: whoever falls back to an older one publishes
 * behind the damaged one (its number stays taken), and the points that the damaged one's log already holds are left out
 * of the new log. So the chain of logs holds each step's points once, whatever was damaged, as long as the log can be read.
 */
public final class PublishedCheckpoints implements CheckpointStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(PublishedCheckpoints.class);
    private static final String BINARY = "application/octet-stream";
    private static final String JSON = "application/json";
    private static final int UPLOADS = 4;
    private static final int LISTINGS = 3;
    private static final int KEPT = 2;

    /** Fact of a manifest: which instance wrote it; with the attempt's number it tells an attempt its own writes. */
    private static final String PUBLISHER = "publisher";

    /** How long a blob without any manifest is left alone: it may belong to a checkpoint that is being published. */
    public static final Duration GRACE = Duration.ofHours(1);

    private final ObjectStore objects;
    private final InstantSource clock;
    private final Duration grace;
    private final Chain chain;
    private final String publisher = UUID.randomUUID().toString();

    public PublishedCheckpoints(ObjectStore objects) {
        this(objects, Clock.systemUTC(), GRACE);
    }

    /**
     * @param clock for {@link Manifest#publishedAt} and the age of blobs
     * @param grace how long a blob without a manifest is left alone
     */
    public PublishedCheckpoints(ObjectStore objects, InstantSource clock, Duration grace) {
        this.objects = requireNonNull(objects, "objects is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.grace = requireNonNull(grace, "grace is null");
        this.chain = new Chain(objects);
    }

    @Override
    public Manifest publish(
            Optional<Manifest> previous, Draft draft, Map<String, byte[]> parts, List<MetricPoint> log) {
        Optional<Manifest> base = previous;
        List<MetricPoint> points = log;
        while (true) {
            Slot slot = slotAfter(base, draft);
            if (slot.own().isPresent()) {
                Manifest own = slot.own().get();
                if (own.step() == draft.step()) {
                    return own;
                }
                base = slot.own();
                points = points.stream()
                        .filter(point -> point.step() > own.step())
                        .toList();
                continue;
            }
            Manifest manifest = uploaded(base, slot, draft, parts, points);
            String key = CheckpointKeys.manifest(draft.trial(), slot.sequence());
            if (objects.putIfAbsent(key, ManifestDocument.write(manifest), JSON)) {
                return manifest;
            }
            // Taken while the blobs went up: the next round sees by whom.
        }
    }

    @Override
    public Restored restore(String trial, Predicate<String> wanted) {
        Restored restored = restoreOnce(trial, wanted);
        for (int listing = 2; listing <= LISTINGS && !restored.damaged().isEmpty(); listing++) {
            // Another attempt may have published and cleaned up between our listing and our reading: look again.
            long newestSeen = restored.manifest().map(Manifest::sequence).orElse(0L)
                    + restored.damaged().size();
            if (chain.tip(trial) <= newestSeen) {
                break;
            }
            restored = restoreOnce(trial, wanted);
        }
        return restored;
    }

    @Override
    public Restored load(String trial, long sequence) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try {
            Manifest manifest = chain.find(trial, sequence)
                    .orElseThrow(() -> new Chain.DamagedException("checkpoint " + sequence + " is not there", null));
            chain.parts(manifest, part -> true, parts);
            return new Restored(Optional.of(manifest), parts, List.of());
        } catch (Chain.DamagedException e) {
            throw e.unchecked(trial);
        }
    }

    @Override
    public List<Manifest> loadable(String trial) {
        Set<String> there = new HashSet<>(objects.list(CheckpointKeys.blobs(trial)));
        return chain.readable(trial).stream()
                .filter(manifest -> manifest.parts().stream()
                        .allMatch(part -> there.contains(CheckpointKeys.blob(trial, part.sha256()))))
                .toList();
    }

    @Override
    public void pin(String trial, long sequence, String by) {
        objects.put(CheckpointKeys.pin(trial, sequence, by), new byte[0], BINARY);
    }

    @Override
    public List<Manifest> history(String trial) {
        return chain.readable(trial);
    }

    @Override
    public Optional<Manifest> find(String trial, long sequence) {
        try {
            return chain.find(trial, sequence);
        } catch (Chain.DamagedException e) {
            throw e.unchecked(trial);
        }
    }

    @Override
    public List<MetricPoint> log(Manifest manifest) {
        try {
            return chain.log(manifest);
        } catch (Chain.DamagedException e) {
            throw e.unchecked(manifest.trial());
        }
    }

    @Override
    public void retain(String trial) {
        List<ObjectStore.Entry> blobs = objects.entries(CheckpointKeys.blobs(trial)); // before the manifests: see below
        List<Manifest> manifests = chain.readable(trial);
        if (manifests.size() != chain.sequences(trial).size()) {
            LOGGER.warn("trial {}: a manifest cannot be read, so nothing is deleted", trial);
            return;
        }
        // A blob of a checkpoint published after the listing is not in the listing, so it cannot be deleted here.
        Set<String> kept = keptHashes(manifests, pinned(trial));
        Set<String> superseded = new HashSet<>();
        manifests.forEach(manifest -> manifest.parts().forEach(blob -> superseded.add(blob.sha256())));
        superseded.removeAll(kept);
        for (ObjectStore.Entry blob : blobs) {
            String hash = blob.key().substring(CheckpointKeys.blobs(trial).length());
            boolean orphan = !kept.contains(hash)
                    && (blob.modified().plus(grace).isBefore(clock.instant()) || beforeTheEnd(manifests, blob));
            if (superseded.contains(hash) || orphan) {
                objects.delete(blob.key());
            }
        }
    }

    private Set<Long> pinned(String trial) {
        return objects.list(CheckpointKeys.pins(trial)).stream()
                .map(CheckpointKeys::pinned)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a blob was there before the training's last checkpoint: whoever put it there without naming it has died, or
     * will lose the race. Nobody would come back after the grace period to clean up behind a training that has ended.
     */
    private static boolean beforeTheEnd(List<Manifest> manifests, ObjectStore.Entry blob) {
        return !manifests.isEmpty()
                && manifests.getLast().complete()
                && blob.modified().toEpochMilli() < manifests.getLast().publishedAt();
    }

    private static Set<String> keptHashes(List<Manifest> manifests, Set<Long> pinned) {
        Set<Long> damaged = new HashSet<>();
        manifests.forEach(manifest -> damaged.addAll(Skipped.of(manifest).sequences()));
        Set<String> kept = new HashSet<>();
        int whole = 0;
        for (Manifest manifest : manifests.reversed()) {
            kept.add(manifest.log().sha256());
            boolean good = !damaged.contains(manifest.sequence());
            if (good && (whole < KEPT || manifest.complete()) || pinned.contains(manifest.sequence())) {
                manifest.parts().forEach(blob -> kept.add(blob.sha256()));
            }
            whole += good ? 1 : 0;
        }
        return kept;
    }

    private Restored restoreOnce(String trial, Predicate<String> wanted) {
        List<String> damaged = new ArrayList<>();
        for (long sequence : chain.sequences(trial).reversed()) {
            Map<String, byte[]> parts = new LinkedHashMap<>();
            try {
                Manifest manifest = chain.find(trial, sequence)
                        .orElseThrow(() ->
                                new Chain.DamagedException("checkpoint " + sequence + ": its manifest is gone", null));
                chain.parts(manifest, wanted, parts);
                return new Restored(Optional.of(manifest), parts, List.copyOf(damaged));
            } catch (Chain.DamagedException e) {
                LOGGER.warn("trial {}: {}", trial, e.getMessage());
                damaged.add(e.getMessage());
            }
        }
        return new Restored(Optional.empty(), Map.of(), List.copyOf(damaged));
    }

    /** The number to publish under: the next one, or the one behind checkpoints that nobody can load any more. */
    private Slot slotAfter(Optional<Manifest> base, Draft draft) {
        long next = base.map(Manifest::sequence).orElse(0L) + 1;
        Skipped inherited = base.map(Skipped::of).orElse(Skipped.NONE);
        if (objects.size(CheckpointKeys.manifest(draft.trial(), next)).isEmpty()) {
            return new Slot(next, inherited, Optional.empty());
        }
        Optional<Manifest> holder = readable(draft.trial(), next);
        if (holder.isPresent()
                && holder.get().attempt() == draft.attempt()
                && publisher.equals(holder.get().facts().get(PUBLISHER))) {
            return new Slot(next, inherited, holder); // our own write, whose answer was lost
        }
        long tip = Math.max(next, chain.tip(draft.trial()));
        if (chain.anyWhole(draft.trial(), next, tip)) {
            throw lostRace(draft, next, holder);
        }
        LOGGER.warn("trial {}: checkpoints {} to {} are damaged; publishing behind them", draft.trial(), next, tip);
        return new Slot(tip + 1, inherited.and(next, tip), Optional.empty());
    }

    private Manifest uploaded(
            Optional<Manifest> base, Slot slot, Draft draft, Map<String, byte[]> parts, List<MetricPoint> points) {
        Set<String> alreadyThere = new HashSet<>();
        base.ifPresent(manifest -> manifest.parts().forEach(blob -> alreadyThere.add(blob.sha256())));
        List<Manifest.Blob> blobs = upload(draft.trial(), parts, alreadyThere);
        List<MetricPoint> fresh = withoutRecorded(draft.trial(), slot.skipped(), points);
        Manifest.Blob log = upload(draft.trial(), Map.of("log", LogChunk.write(fresh)), Set.of())
                .getFirst();
        Map<String, String> facts = new TreeMap<>(draft.facts());
        facts.put(PUBLISHER, publisher);
        slot.skipped().writeTo(facts);
        return new Manifest(
                draft.trial(),
                slot.sequence(),
                draft.step(),
                draft.totalSteps(),
                draft.attempt(),
                blobs,
                log,
                Map.copyOf(facts),
                clock.millis());
    }

    /** Leaves out what logs of skipped checkpoints hold already: those points happened, with those timestamps. */
    private List<MetricPoint> withoutRecorded(String trial, Skipped skipped, List<MetricPoint> log) {
        if (skipped.sequences().isEmpty()) {
            return log;
        }
        Set<String> recorded = new HashSet<>();
        long first = log.stream().mapToLong(MetricPoint::step).min().orElse(Long.MAX_VALUE);
        for (long sequence : skipped.sequences()) {
            try {
                Optional<Manifest> manifest = chain.find(trial, sequence);
                if (manifest.isPresent() && manifest.get().step() >= first) {
                    chain.log(manifest.get()).forEach(point -> recorded.add(point.step() + " " + point.name()));
                }
            } catch (Chain.DamagedException e) {
                LOGGER.warn("trial {}: {}; its points are recorded anew", trial, e.getMessage());
            }
        }
        return log.stream()
                .filter(point -> !recorded.contains(point.step() + " " + point.name()))
                .toList();
    }

    private List<Manifest.Blob> upload(String trial, Map<String, byte[]> parts, Set<String> alreadyThere) {
        Map<String, Manifest.Blob> byName = new HashMap<>();
        parts.forEach((name, content) -> byName.put(name, new Manifest.Blob(name, Sha256.of(content), content.length)));
        List<String> names = parts.keySet().stream().sorted().toList();
        Map<String, byte[]> toSend = new LinkedHashMap<>();
        for (String name : names) {
            String hash = byName.get(name).sha256();
            if (!alreadyThere.contains(hash)) {
                toSend.put(hash, parts.get(name));
            }
        }
        Parallel.map(toSend.entrySet(), UPLOADS, blob -> {
            objects.put(CheckpointKeys.blob(trial, blob.getKey()), blob.getValue(), BINARY);
            return Boolean.TRUE;
        });
        return names.stream().map(byName::get).toList();
    }

    private Optional<Manifest> readable(String trial, long sequence) {
        try {
            return chain.find(trial, sequence);
        } catch (Chain.DamagedException e) {
            return Optional.empty();
        }
    }

    private static LostRaceException lostRace(Draft draft, long sequence, Optional<Manifest> holder) {
        String winner = holder.map(manifest -> "attempt " + manifest.attempt() + " at step " + manifest.step())
                .orElse("another attempt");
        return new LostRaceException("trial " + draft.trial() + ": checkpoint " + sequence + " was published by "
                + winner + "; attempt " + draft.attempt() + " (step " + draft.step() + ") stops");
    }

    /**
     * @param skipped damaged checkpoints before it, whose logs may hold points of steps still to come
     * @param own the manifest that this very attempt wrote there already
     */
    private record Slot(long sequence, Skipped skipped, Optional<Manifest> own) {}
}
