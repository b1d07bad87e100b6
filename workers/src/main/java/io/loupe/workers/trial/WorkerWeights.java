package io.loupe.workers.trial;

import static java.util.Objects.requireNonNull;

import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsCatalogue;
import io.loupe.detectors.weights.WeightsFile;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.tracking.weights.WeightsStore;
import java.util.Optional;

/**
 * Weights where a worker finds them. A name of the catalogue always means the file that the catalogue describes; any other
 * name means what a trial published under it, or else a file in a folder of this machine.
 */
public final class WorkerWeights implements WeightsLibrary {
    private final WeightsStore published;
    private final WeightsLibrary files;

    /** @param files the folders of this machine; knows the catalogue, and says what to do about a name that is nowhere */
    public WorkerWeights(WeightsStore published, WeightsLibrary files) {
        this.published = requireNonNull(published, "published is null");
        this.files = requireNonNull(files, "files is null");
    }

    /** @throws io.loupe.tracking.TrackingException if the object store does not answer, or what it holds is damaged */
    @Override
    public Weights load(String name) {
        Optional<PublishedWeights> made = WeightsCatalogue.find(name).isEmpty() && PublishedWeights.isName(name)
                ? published.find(name)
                : Optional.empty();
        return made.map(weights -> new Weights(
                        name,
                        weights.sha256(),
                        WeightsFile.read(published.read(weights), "weights " + name + " of trial " + weights.trial())))
                .orElseGet(() -> files.load(name));
    }
}
