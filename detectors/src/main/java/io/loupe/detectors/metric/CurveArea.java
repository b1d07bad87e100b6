package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/** Follows a curve point by point: its exact area up to some limits, and its drawing. */
final class CurveArea {
    private final double[] limits;
    private final double[] areas;
    private final List<Point> drawn = new ArrayList<>();
    private double x;
    private double y;
    private double drawnX;
    private double drawnY;

    /** Begins at (0, 0). */
    CurveArea(double... limits) {
        this.limits = limits.clone();
        areas = new double[limits.length];
        drawn.add(new Point(0, 0));
    }

    /** Goes on in a straight line; neither coordinate may decrease. */
    void to(double newX, double newY) {
        for (int i = 0; i < limits.length; i++) {
            areas[i] += areaUpTo(limits[i], newX, newY);
        }
        boolean far = newX - drawnX >= Curve.STEP || newY - drawnY >= Curve.STEP;
        boolean leftBehind = x != drawnX || y != drawnY;
        if (far && leftBehind && (newX - x >= Curve.STEP || newY - y >= Curve.STEP)) {
            draw(x, y); // a long straight line begins where the curve is, not where it was last drawn
        }
        x = newX;
        y = newY;
        if (far) {
            draw(x, y);
        }
    }

    /** Area below the curve from 0 to a limit, over the limit; in [0, 1]. */
    double share(int limit) {
        return Math.clamp(areas[limit] / limits[limit], 0.0, 1.0);
    }

    Curve curve() {
        if (x != drawnX || y != drawnY) {
            draw(x, y);
        }
        return new Curve(drawn);
    }

    private double areaUpTo(double limit, double newX, double newY) {
        if (x >= limit || newX == x) {
            return 0;
        }
        if (newX <= limit) {
            return (newX - x) * (y + newY) / 2;
        }
        double cut = y + (newY - y) * (limit - x) / (newX - x);
        return (limit - x) * (y + cut) / 2;
    }

    private void draw(double atX, double atY) {
        drawn.add(new Point(atX, atY));
        drawnX = atX;
        drawnY = atY;
    }
}
