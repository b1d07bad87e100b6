package io.loupe.web.artifact;

import io.loupe.web.artifact.TrialArtifacts.HeatMap;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/**
 * Which test images are scored most wrongly, without a threshold: the share of images of the other label that stand on the
 * wrong side of an image. That is 1 for a good image above all defective ones, and 0 for one below all of them.
 */
public final class Wrongness {
    private final double[] good;
    private final double[] defective;

    private Wrongness(List<HeatMap> images) {
        this.good = scores(images, false);
        this.defective = scores(images, true);
    }

    /** The images, the most wrong ones first; equal ones stay in their order. */
    public static List<HeatMap> mostWrongFirst(List<HeatMap> images) {
        Wrongness wrongness = new Wrongness(images);
        Map<HeatMap, Double> shares = new IdentityHashMap<>();
        images.forEach(image -> shares.put(image, wrongness.of(image)));
        return images.stream()
                .sorted(Comparator.comparingDouble((HeatMap image) -> -shares.get(image)))
                .toList();
    }

    private double of(HeatMap image) {
        double[] others = image.defective() ? good : defective;
        if (others.length == 0) {
            return 0;
        }
        int wrong = image.defective()
                ? others.length - count(others, other -> other < image.score())
                : count(others, other -> other <= image.score());
        return (double) wrong / others.length;
    }

    private static double[] scores(List<HeatMap> images, boolean defective) {
        return images.stream()
                .filter(image -> image.defective() == defective)
                .mapToDouble(HeatMap::score)
                .sorted()
                .toArray();
    }

    /** How many scores are low; {@code low} holds for the first ones and for no later one. */
    private static int count(double[] sorted, DoublePredicate low) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (low.test(sorted[middle])) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
