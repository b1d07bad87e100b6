package io.loupe.tracking.checkpoint;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads trials' manifests. A manifest never changes once it is there, so what was read is remembered (for the trials
 * looked at last). Thread-safe.
 */
final class Chain {
    private static final Logger LOGGER = LoggerFactory.getLogger(Chain.class);
    private static final int REMEMBERED_TRIALS = 64;

    private final ObjectStore objects;
    private final Map<String, Map<Long, Manifest>> remembered =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Map<Long, Manifest>> eldest) {
                    return size() > REMEMBERED_TRIALS;
                }
            });

    Chain(ObjectStore objects) {
        this.objects = objects;
    }

    /** Sequence numbers that exist, ascending. */
    List<Long> sequences(String trial) {
        return objects.list(CheckpointKeys.manifests(trial)).stream()
                .map(CheckpointKeys::sequence)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .sorted()
                .toList();
    }

    /** The number of the newest manifest, 0 when there is none. */
    long tip(String trial) {
        return sequences(trial).stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** @throws DamagedException if the manifest is there but cannot be read */
    Optional<Manifest> find(String trial, long sequence) throws DamagedException {
        Map<Long, Manifest> known =
                remembered.computeIfAbsent(trial, name -> Collections.synchronizedMap(new TreeMap<>()));
        Manifest before = known.get(sequence);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<byte[]> json = objects.get(CheckpointKeys.manifest(trial, sequence));
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            Manifest manifest = ManifestDocument.read(json.get(), trial, sequence);
            known.put(sequence, manifest);
            return Optional.of(manifest);
        } catch (IOException e) {
            throw new DamagedException(
                    "checkpoint " + sequence + " cannot be used: its manifest is damaged: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Every readable manifest, oldest first. */
    List<Manifest> readable(String trial) {
        return sequences(trial).stream()
                .flatMap(sequence -> {
                    try {
                        return find(trial, sequence).stream();
                    } catch (DamagedException e) {
                        LOGGER.warn("trial {}: {}", trial, e.getMessage());
                        return Optional.<Manifest>empty().stream();
                    }
                })
                .toList();
    }

    /** The points of a manifest's log. */
    List<MetricPoint> log(Manifest manifest) throws DamagedException {
        byte[] chunk = blob(manifest, manifest.log());
        try {
            return LogChunk.read(chunk);
        } catch (IOException e) {
            throw new DamagedException(
                    "checkpoint " + manifest.sequence() + ": its log cannot be read: " + e.getMessage(), e);
        }
    }

    /** A blob's content, verified. */
    byte[] blob(Manifest manifest, Manifest.Blob blob) throws DamagedException {
        String place = "checkpoint " + manifest.sequence() + " (step " + manifest.step() + ") cannot be used: part \""
                + blob.name() + "\" (" + CheckpointKeys.blob(manifest.trial(), blob.sha256()) + ")";
        byte[] content = objects.get(CheckpointKeys.blob(manifest.trial(), blob.sha256()))
                .orElseThrow(() -> new DamagedException(place + " is missing", null));
        if (content.length != blob.size()) {
            throw new DamagedException(place + " has " + content.length + " of " + blob.size() + " bytes", null);
        }
        if (!io.loupe.tracking.store.Sha256.of(content).equals(blob.sha256())) {
            throw new DamagedException(place + " does not match its SHA-256", null);
        }
        return content;
    }

    /** Reads the parts that are wanted into {@code parts}. */
    void parts(Manifest manifest, Predicate<String> wanted, Map<String, byte[]> parts) throws DamagedException {
        for (Manifest.Blob blob : manifest.parts()) {
            if (wanted.test(blob.name())) {
                parts.put(blob.name(), blob(manifest, blob));
            }
        }
    }

    /** Whether any of the manifests {@code first..last} can be loaded. */
    boolean anyWhole(String trial, long first, long last) {
        return LongStream.rangeClosed(first, last).map(n -> first + last - n).anyMatch(sequence -> {
            try {
                Optional<Manifest> manifest = find(trial, sequence);
                if (manifest.isPresent()) {
                    for (Manifest.Blob part : manifest.get().parts()) {
                        blob(manifest.get(), part);
                    }
                }
                return manifest.isPresent();
            } catch (DamagedException e) {
                return false;
            }
        });
    }

    /** Something is there but is not what was written; asking again does not help. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }

        TrackingException unchecked(String trial) {
            return new TrackingException("trial " + trial + ": " + getMessage(), false, this);
        }
    }
}
