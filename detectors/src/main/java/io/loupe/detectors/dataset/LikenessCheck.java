package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Nearly the same picture in training and in test, saved or scaled again: a warning. Photographs of one product are all
 * alike, so what counts as nearly the same is measured against how near test images usually are to training images.
 */
final class LikenessCheck {
    /** Mean difference of small pictures, in grey levels: what saving again as JPEG or scaling leaves. */
    private static final double LEVELS = 1.5;

    /** Below this nothing but the same shot is. */
    private static final double SAME = 0.25;

    /** How much nearer than usual it must be. */
    private static final double SHARE = 0.25;

    private static final int BITS = 10;
    private static final int SAMPLE = 50;
    private static final int SHOWN = 20;

    private final Problems problems;

    LikenessCheck(Problems problems) {
        this.problems = problems;
    }

    private record Near(Content image, double levels) {}

    void check(List<Content> contents) {
        List<Content> train = of(contents, Role.TRAIN);
        List<Content> test = of(contents, Role.TEST);
        if (train.isEmpty() || test.isEmpty()) {
            return;
        }
        double limit = Math.min(LEVELS, Math.max(SAME, SHARE * usual(train, test)));
        int found = 0;
        for (Content image : test) {
            Optional<Near> near = nearest(image, train, BITS);
            if (near.isPresent()
                    && near.get().levels <= limit
                    && !near.get().image.sha256().equals(image.sha256())) { // equal content is an error of its own
                found++;
                if (found <= SHOWN) {
                    problems.warning(
                            image.entry().path(),
                            "nearly the same picture as "
                                    + problems.relative(near.get().image.entry().path())
                                    + ", which is trained on: if it is the same shot, remove one of the two");
                }
            }
        }
        if (found > SHOWN) {
            problems.warning(
                    test.getFirst().entry().path().getParent().getParent(),
                    (found - SHOWN) + " more test images are nearly the same as training images");
        }
    }

    /** Median of the distances of some test images to the nearest training image. */
    private static double usual(List<Content> train, List<Content> test) {
        int step = Math.max(1, test.size() / SAMPLE);
        double[] distances = IntStream.iterate(0, i -> i < test.size(), i -> i + step)
                .parallel()
                .mapToDouble(i -> nearest(test.get(i), train, Long.SIZE).orElseThrow().levels)
                .toArray();
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }

    private static Optional<Near> nearest(Content image, List<Content> among, int bits) {
        Thumbprint print = image.thumbprint();
        Near nearest = new Near(image, Double.MAX_VALUE);
        for (Content other : among) {
            if (print.bitsFrom(other.thumbprint()) <= bits) {
                double levels = print.levelsFrom(other.thumbprint());
                if (levels < nearest.levels) {
                    nearest = new Near(other, levels);
                }
            }
        }
        return nearest.levels == Double.MAX_VALUE ? Optional.empty() : Optional.of(nearest);
    }

    private static List<Content> of(List<Content> contents, Role role) {
        return contents.stream()
                .filter(content -> content.entry().role() == role)
                .filter(content -> content.picture().isPresent())
                .toList();
    }
}
