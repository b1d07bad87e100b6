package io.loupe.web.results;

import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.statistics.Spread;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The trials of one experiment as a table of places by arms. A figure counts once its trial has succeeded. */
public final class Results {
    private final List<DatasetVersion> versions;

    /** Sorted once: pages ask for each cell many times, and there may be two thousand trials. */
    private final Map<Place, Map<Integer, List<Trial>>> cells = new LinkedHashMap<>();

    /**
     * @param trials all of them, in any order
     * @param versions of their datasets, as far as the catalogue knows them
     */
    public Results(List<Trial> trials, List<DatasetVersion> versions) {
        this.versions = List.copyOf(versions);
        trials.stream().sorted(Comparator.comparingInt(Trial::position)).forEach(trial -> cells.computeIfAbsent(
                        Place.of(trial), place -> new HashMap<>())
                .computeIfAbsent(trial.armPosition(), arm -> new ArrayList<>())
                .add(trial));
        cells.values().forEach(arms -> arms.values().forEach(cell -> cell.sort(Comparator.comparingLong(Trial::seed))));
    }

    /** Rows, in the order of the document. */
    public List<Place> places() {
        return List.copyOf(cells.keySet());
    }

    /** The trials of a cell, by seed. */
    public List<Trial> cell(Place place, int arm) {
        return Collections.unmodifiableList(cells.getOrDefault(place, Map.of()).getOrDefault(arm, List.of()));
    }

    /**
     * A trial's figure.
     *
     * @param key MLflow's name of the metric
     */
    public static OptionalDouble figure(Trial trial, String key) {
        Double figure = trial.metrics().get(key);
        return trial.state() == TrialState.SUCCEEDED && figure != null
                ? OptionalDouble.of(figure)
                : OptionalDouble.empty();
    }

    /** Mean and spread of a cell over its seeds. */
    public Spread spread(Place place, int arm, String key) {
        return Spread.of(cell(place, arm).stream()
                .flatMapToDouble(trial -> figure(trial, key).stream())
                .boxed()
                .toList());
    }

    /** All places, as what is in print is looked up by. */
    public List<PublishedFigures.Images> images() {
        return places().stream().map(this::images).toList();
    }

    /** A place, as what is in print is looked up by. */
    public PublishedFigures.Images images(Place place) {
        return new PublishedFigures.Images(place.dataset(), place.category(), summary(place));
    }

    /** What the catalogue knows of a place. */
    public Optional<CategorySummary> summary(Place place) {
        return versions.stream()
                .filter(version -> version.dataset().equals(place.dataset())
                        && version.version().equals(place.version()))
                .flatMap(version -> version.categories().stream())
                .filter(category -> category.name().equals(place.category()))
                .findFirst();
    }
}
