package io.loupe.web.estimate;

import io.loupe.web.catalogue.FinishedTrial;
import io.loupe.web.document.DetectorDescription.Effort;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a finished trial says about the time of another whose steps cost the same: training grows with its length and, by
 * what the detector says of itself, with its images; evaluation grows with the test images; the rest stays.
 */
record Likeness(Effort effort, Map<String, Object> settings, int trainImages, int testImages) {
    /** With more images than this many times those of the other, or fewer, nothing is said where time grows faster than they. */
    private static final double ABOUT_AS_MANY = 1.5;

    /** Seconds by the measure of that trial; absent if it is not like this one. */
    OptionalDouble seconds(FinishedTrial finished) {
        boolean same = effort.settings().stream()
                .allMatch(path -> Objects.equals(at(path, settings), at(path, finished.settings())));
        OptionalDouble longer = longer(finished);
        if (!same || longer.isEmpty() || finished.training() <= 0) {
            return OptionalDouble.empty();
        }
        double evaluating = finished.evaluating() * ratio(testImages, finished.testImages());
        return OptionalDouble.of(finished.training() * longer.getAsDouble() + evaluating + finished.rest());
    }

    private OptionalDouble longer(FinishedTrial finished) {
        double images = ratio(trainImages, finished.trainImages());
        double length = effort.length().isEmpty()
                ? 1
                : ratio(number(at(effort.length(), settings)), number(at(effort.length(), finished.settings())));
        return switch (effort.images()) {
            case NONE -> OptionalDouble.of(length);
            case PROPORTIONAL -> OptionalDouble.of(length * images);
            case MORE ->
                images <= ABOUT_AS_MANY && images >= 1 / ABOUT_AS_MANY
                        ? OptionalDouble.of(length * images)
                        : OptionalDouble.empty();
        };
    }

    private static double ratio(double wanted, double measured) {
        return measured > 0 ? wanted / measured : 1;
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /** Numbers are compared as numbers: the catalogue's 1 is a document's 1.0. */
    private static Object at(String path, Object settings) {
        Object value = settings;
        for (String key : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return plain(value);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new HashMap<>();
                map.forEach((key, each) -> plain.put(key, plain(each)));
                yield plain;
            }
            case null -> "";
            default -> value;
        };
    }
}
