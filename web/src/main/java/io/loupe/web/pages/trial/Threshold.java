package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a threshold on image scores does: an image is called defective when its score is at least the threshold.
 *
 * @param value the threshold
 * @param found defective images that are called so
 * @param missed defective images that are called good
 * @param alarms good images that are called defective
 * @param passed good images that are called so
 */
public record Threshold(double value, int found, int missed, int alarms, int passed) {

    /** An image's score and whether it is defective. */
    record Scored(double score, boolean defective) {}

    /**
     * The threshold with the largest F1, the highest one of several. It is chosen by the labels of the test images, so it
     * flatters: it is where the slider starts, not a figure to report. Empty without both kinds of images.
     */
    static Optional<Threshold> best(List<Scored> images) {
        if (images.stream().noneMatch(Scored::defective) || images.stream().allMatch(Scored::defective)) {
            return Optional.empty();
        }
        return images.stream()
                .map(Scored::score)
                .distinct()
                .map(value -> at(value, images))
                .max(Comparator.comparingDouble(Threshold::harmonicMean).thenComparingDouble(Threshold::value));
    }

    static Threshold at(double value, List<Scored> images) {
        int found = 0;
        int missed = 0;
        int alarms = 0;
        int passed = 0;
        for (Scored image : images) {
            boolean called = image.score() >= value;
            found += image.defective() && called ? 1 : 0;
            missed += image.defective() && !called ? 1 : 0;
            alarms += !image.defective() && called ? 1 : 0;
            passed += !image.defective() && !called ? 1 : 0;
        }
        return new Threshold(value, found, missed, alarms, passed);
    }

    private double harmonicMean() {
        return 2.0 * found / (2.0 * found + alarms + missed);
    }

    public int images() {
        return found + missed + alarms + passed;
    }

    public int wrong() {
        return missed + alarms;
    }

    public String shown() {
        return Format.value(value);
    }

    public String f1() {
        return Format.metric(harmonicMean());
    }

    public String foundShare() {
        return share(found, found + missed);
    }

    public String alarmShare() {
        return share(alarms, alarms + passed);
    }

    private static String share(int part, int whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
