package io.loupe.tracking.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Published checkpoints of trials. Implemented by {@code PublishedCheckpoints} over an object store.
 */
public interface CheckpointStore {
    /**
     * Uploads blobs, then creates the manifest {@code sequence}.
     *
     * @param previous the manifest that this one follows; empty for the first
     * @param parts state by name, as the detector saved it
     * @param log every metric point since {@code previous}
     * @throws LostRaceException if another attempt published that sequence number first; the caller stops at once. A
     *     manifest with the same content that this very attempt wrote (its answer was lost) is not a lost race.
     */
    Manifest publish(Optional<Manifest> previous, Draft draft, Map<String, byte[]> parts, List<MetricPoint> log);

    /** The newest manifest of a trial whose parts are all there and match their hashes, and what was skipped to find it. */
    default Restored restore(String trial) {
        return restore(trial, part -> true);
    }

    /**
     * As {@link #restore(String)}, reading only some parts.
     *
     * @param wanted chooses parts by name; a checkpoint counts as usable if these are there and match their hashes
     */
    Restored restore(String trial, Predicate<String> wanted);

    /**
     * One checkpoint with all its parts, verified.
     *
     * @throws io.loupe.tracking.TrackingException not temporary, if it is not there, or damaged
     */
    Restored load(String trial, long sequence);

    /** Manifests of a trial whose parts are all there, oldest first: what {@link #load} can be asked for. */
    List<Manifest> loadable(String trial);

    /**
     * Keeps a checkpoint's parts from {@link #retain} for good.
     *
     * @param by who needs it, such as the id of a trial that begins with it
     */
    void pin(String trial, long sequence, String by);

    /** All manifests of a trial, oldest first; parts may be gone. */
    List<Manifest> history(String trial);

    /** One manifest, empty when it is not published (yet). */
    Optional<Manifest> find(String trial, long sequence);

    /** A manifest's log chunk, verified. */
    List<MetricPoint> log(Manifest manifest);

    /** Deletes parts that only manifests older than the last two refer to; never the log, nor what is pinned. */
    void retain(String trial);

    /** What the publisher knows before hashes and sequence number. */
    record Draft(String trial, long step, long totalSteps, int attempt, Map<String, String> facts) {}

    /**
     * What a training goes on from.
     *
     * @param manifest empty when nothing usable is published
     * @param parts verified content by name, of those that were wanted
     * @param damaged one sentence for each newer checkpoint that could not be used
     */
    record Restored(Optional<Manifest> manifest, Map<String, byte[]> parts, List<String> damaged) {}
}
