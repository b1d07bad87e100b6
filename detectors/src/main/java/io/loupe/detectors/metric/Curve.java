package io.loupe.detectors.metric;

import java.util.List;

/**
 * A monotone curve from (0, 0) to (1, 1), fit to be drawn.
 *
 * <p>Points closer than {@value #STEP} to their predecessor in both directions were left out, except for the last: the
 * area below the drawn curve differs from the exact one, which is computed on all points, by less than {@value #STEP}.
 *
 * @param points from left to right
 */
public record Curve(List<Point> points) {
    /** Distance between points that are kept. */
    public static final double STEP = 0.001;

    /** A curve without points, where there is nothing to draw. */
    public static final Curve EMPTY = new Curve(List.of());

    /** Both in [0, 1]. */
    public record Point(double x, double y) {}

    public Curve {
        points = List.copyOf(points);
    }
}
