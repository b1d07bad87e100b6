package io.loupe.web.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a figure of images would vary with other test images of the same kind: good and defective images are drawn anew,
 * each group with replacement and at its own size. What was trained stays as it is, so this is not the spread over seeds.
 */
public final class ImageBootstrap {
    /** Resamplings; enough for the third decimal of an interval's ends. */
    public static final int DRAWS = 2000;

    /** With fewer images of a kind, redrawing them tells little. */
    public static final int FEWEST = 5;

    private static final long SEED = 20_260_301;

    private ImageBootstrap() {}

    /** Raw scores of the test images of one trial; the order is that of the images. */
    public record Scores(double[] good, double[] defective) {
        boolean enough() {
            return good.length >= FEWEST && defective.length >= FEWEST;
        }

        boolean as(Scores other) {
            return good.length == other.good.length && defective.length == other.defective.length;
        }
    }

    /** Two trials that scored the same images, image by image. */
    public record Two(Scores first, Scores second) {}

    /** The interval of a metric of one trial; absent with fewer than {@value #FEWEST} images of a kind. */
    public static Optional<Interval> interval(ImageMetric metric, Scores scores) {
        return interval(metric, List.of(scores));
    }

    /**
     * The interval of the mean over trials that scored the same images, such as the seeds of a cell; all see the same redrawn
     * images. Absent with fewer than {@value #FEWEST} images of a kind, without a trial, and if the images are not the same.
     */
    public static Optional<Interval> interval(ImageMetric metric, List<Scores> trials) {
        if (trials.isEmpty() || !trials.stream().allMatch(scores -> scores.enough() && scores.as(trials.getFirst()))) {
            return Optional.empty();
        }
        Scores any = trials.getFirst();
        Draws draws = new Draws(SEED);
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            int[] good = redraw(draws, any.good().length);
            int[] defective = redraw(draws, any.defective().length);
            values[i] = trials.stream()
                    .mapToDouble(scores -> of(metric, scores, good, defective))
                    .average()
                    .orElseThrow();
        }
        return Optional.of(Interval.of(values));
    }

    /**
     * The interval of the mean difference of two arms, second less first.
     *
     * @param categories for each category its pairs, one a seed; all pairs of a category see the same redrawn images
     */
    public static Optional<Interval> difference(ImageMetric metric, List<List<Two>> categories) {
        List<List<Two>> usable =
                categories.stream().filter(pairs -> !pairs.isEmpty()).toList();
        if (usable.isEmpty() || !usable.stream().allMatch(ImageBootstrap::sameImages)) {
            return Optional.empty();
        }
        Draws draws = new Draws(SEED);
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            List<Double> means = new ArrayList<>();
            for (List<Two> pairs : usable) {
                Scores any = pairs.getFirst().first();
                int[] good = redraw(draws, any.good().length);
                int[] defective = redraw(draws, any.defective().length);
                means.add(pairs.stream()
                        .mapToDouble(two ->
                                of(metric, two.second(), good, defective) - of(metric, two.first(), good, defective))
                        .average()
                        .orElseThrow());
            }
            values[i] = Spread.of(means).mean();
        }
        return Optional.of(Interval.of(values));
    }

    private static boolean sameImages(List<Two> pairs) {
        Scores any = pairs.getFirst().first();
        return any.enough()
                && pairs.stream()
                        .allMatch(two -> two.first().as(any) && two.second().as(any));
    }

    private static double of(ImageMetric metric, Scores scores, int[] good, int[] defective) {
        return metric.value(pick(scores.good(), good), pick(scores.defective(), defective));
    }

    private static int[] redraw(Draws draws, int size) {
        int[] chosen = new int[size];
        for (int i = 0; i < size; i++) {
            chosen[i] = draws.below(size);
        }
        return chosen;
    }

    private static double[] pick(double[] values, int[] chosen) {
        double[] picked = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            picked[i] = values[chosen[i]];
        }
        return picked;
    }
}
