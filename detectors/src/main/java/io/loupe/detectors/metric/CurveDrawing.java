package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/** Follows a curve point by point and keeps those that matter to its drawing. */
final class CurveDrawing {
    private final List<Point> drawn = new ArrayList<>();
    private double x;
    private double y;
    private double drawnX;
    private double drawnY;

    /** Begins at (0, 0). */
    CurveDrawing() {
        drawn.add(new Point(0, 0));
    }

    /** Goes on in a straight line; neither coordinate may decrease. */
    void to(double newX, double newY) {
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

    /** The curve, ended at (1, 1). */
    Curve finish() {
        to(1, 1);
        if (x != drawnX || y != drawnY) {
            draw(x, y);
        }
        return new Curve(drawn);
    }

    private void draw(double atX, double atY) {
        drawn.add(new Point(atX, atY));
        drawnX = atX;
        drawnY = atY;
    }
}
