package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.util.Arrays;
import java.util.List;

/** Good images that are far brighter or darker than the others, and images of one colour: a lamp or a camera failed. */
final class BrightnessCheck {
    /** Spreads (as of a normal distribution) from the middle. */
    private static final double SPREADS = 6;

    /** A normal distribution's standard deviation over its median deviation. */
    private static final double NORMAL = 1.4826;

    /** Less than this share of full brightness is never far. */
    private static final double LEAST = 0.08;

    private static final int FEWEST = 4;
    private static final int SHOWN = 10;

    private final Problems problems;

    BrightnessCheck(Problems problems) {
        this.problems = problems;
    }

    void check(List<Content> contents) {
        List<Content> images = contents.stream()
                .filter(content -> content.entry().role() != Role.MASK)
                .filter(content -> content.picture().isPresent())
                .toList();
        images.stream()
                .filter(image -> image.thumbprint().flat())
                .limit(SHOWN)
                .forEach(image -> problems.warning(
                        image.entry().path(), "every pixel has the same value: nothing can be seen; take it out"));
        List<Content> good = images.stream()
                .filter(image -> image.entry().role() == Role.TRAIN)
                .toList();
        if (good.size() < FEWEST) {
            return;
        }
        double[] means =
                good.stream().mapToDouble(image -> image.thumbprint().mean()).toArray();
        double middle = median(means);
        double spread = NORMAL
                * median(Arrays.stream(means)
                        .map(mean -> Math.abs(mean - middle))
                        .toArray());
        double limit = Math.max(LEAST, SPREADS * spread);
        good.stream()
                .filter(image -> !image.thumbprint().flat())
                .filter(image -> Math.abs(image.thumbprint().mean() - middle) > limit)
                .limit(SHOWN)
                .forEach(image -> problems.warning(
                        image.entry().path(),
                        "far " + (image.thumbprint().mean() > middle ? "brighter" : "darker")
                                + " than other training images (mean "
                                + level(image.thumbprint().mean())
                                + " of 255, usually " + level(middle) + "); look at it"));
    }

    private static long level(double brightness) {
        return Math.round(brightness * 255);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
