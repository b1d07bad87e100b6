package io.loupe.web.results;

import io.loupe.web.published.Collection;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.statistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Places whose mean says something by itself: those of one dataset where an experiment has several, and the three collections
 * together that EfficientAD's authors take the mean of, each counting the same.
 *
 * @param name of its row
 * @param detail what it is the mean of
 * @param parts each counts the same
 * @param all whether it is that of the three collections
 */
public record MeanGroup(String name, String detail, List<Part> parts, boolean all) {
    /**
     * Metrics in print over all three, and what stands for them on MVTec LOCO, where image AUROC is the mean of that of
     * logical and that of structural anomalies.
     */
    private static final Map<String, String> OF_LOCO =
            Map.of("eval/image_auroc", "eval/image_auroc_mean", "eval/au_pro_0.3", "eval/au_pro_0.3");

    /**
     * Places of one dataset.
     *
     * @param key MLflow's name of the metric that is taken there
     */
    public record Part(List<Place> places, String key) {
        /** Mean over places of the means over seeds; absent while one has none. */
        OptionalDouble mean(Results results, int arm) {
            double sum = 0;
            for (Place place : places) {
                Spread spread = results.spread(place, arm, key);
                if (spread.count() == 0) {
                    return OptionalDouble.empty();
                }
                sum += spread.mean();
            }
            return OptionalDouble.of(sum / places.size());
        }
    }

    /**
     * The groups among these places; none where all are of one dataset, whose mean is the mean.
     *
     * @param key MLflow's name of the metric
     */
    public static List<MeanGroup> of(Results results, String key) {
        Map<String, List<Place>> datasets = new LinkedHashMap<>();
        results.places().forEach(place -> datasets.computeIfAbsent(place.dataset(), _ -> new ArrayList<>())
                .add(place));
        if (datasets.size() < 2) {
            return List.of();
        }
        List<MeanGroup> groups = new ArrayList<>();
        datasets.forEach((dataset, places) -> {
            if (places.size() > 1) {
                groups.add(new MeanGroup(
                        dataset + ", mean",
                        "over " + places.size() + " categories",
                        List.of(new Part(places, key)),
                        false));
            }
        });
        if (OF_LOCO.containsKey(key) && PublishedFigures.allThree(results.images())) {
            groups.add(new MeanGroup(
                    "mean of the three",
                    OF_LOCO.get(key).equals(key)
                            ? "each collection the same"
                            : "each collection the same; MVTec LOCO by the mean of logical and structural",
                    datasets.entrySet().stream()
                            .map(entry -> new Part(entry.getValue(), keyOf(entry.getKey(), key)))
                            .toList(),
                    true));
        }
        return List.copyOf(groups);
    }

    private static String keyOf(String dataset, String key) {
        return Collection.of(dataset)
                .filter(collection -> collection.name().equals("mvtec-loco"))
                .map(_ -> OF_LOCO.get(key))
                .orElse(key);
    }

    /** An arm's mean; absent until every place has a figure. */
    public OptionalDouble mean(Results results, int arm) {
        double sum = 0;
        for (Part part : parts) {
            OptionalDouble mean = part.mean(results, arm);
            if (mean.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += mean.getAsDouble();
        }
        return OptionalDouble.of(sum / parts.size());
    }

    /** Its places, as what is in print is looked up by. */
    public List<PublishedFigures.Images> images(Results results) {
        return parts.stream()
                .flatMap(part -> part.places().stream())
                .map(results::images)
                .toList();
    }
}
