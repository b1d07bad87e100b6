package io.loupe.detectors.sample;

/**
 * A furrow along a bent line, deep in its middle and running out at its ends.
 *
 * @param pointsX the line's points, about a pixel apart
 * @param pointsY same length
 * @param halfWidth pixels
 * @param depth slope of the furrow's sides
 * @param uneven the depth's noise along the line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shared
record Scratch(double[] pointsX, double[] pointsY, double halfWidth, double depth, Noise uneven) implements Mark {

    /** A quadratic curve through a part's face. */
    static Scratch along(
            double fromX, double fromY, double bendX, double bendY, double toX, double toY, double width, Dice dice) {
        double length = StrictMath.hypot(bendX - fromX, bendY - fromY) + StrictMath.hypot(toX - bendX, toY - bendY);
        int points = (int) length + 2;
        double[] xs = new double[points];
        double[] ys = new double[points];
        for (int i = 0; i < points; i++) {
            double t = i / (points - 1.0);
            double u = 1 - t;
            xs[i] = u * u * fromX + 2 * u * t * bendX + t * t * toX;
            ys[i] = u * u * fromY + 2 * u * t * bendY + t * t * toY;
        }
        return new Scratch(xs, ys, width / 2, dice.between(0.5, 0.9), new Noise(dice.next()));
    }

    @Override
    public void touch(double x, double y, Surface surface) {
        double best = 16;
        int nearest = -1;
        for (int i = 0; i < pointsX.length; i++) {
            double dx = x - pointsX[i];
            double dy = y - pointsY[i];
            double squared = dx * dx + dy * dy;
            if (squared < best) {
                best = squared;
                nearest = i;
            }
        }
        if (nearest < 0) {
            return;
        }
        int before = Math.max(0, nearest - 1);
        int after = Math.min(pointsX.length - 1, nearest + 1);
        double alongX = pointsX[after] - pointsX[before];
        double alongY = pointsY[after] - pointsY[before];
        double length = StrictMath.hypot(alongX, alongY);
        double normalX = -alongY / length;
        double normalY = alongX / length;
        double across = (x - pointsX[nearest]) * normalX + (y - pointsY[nearest]) * normalY;
        double t = nearest / (pointsX.length - 1.0);
        double strength = Math.min(1, 7 * t * (1 - t)) * (0.75 + 0.35 * uneven.at(nearest / 14.0));
        double width = halfWidth * (0.8 + 0.4 * strength);
        double position = across / width;
        if (Math.abs(position) > 2) {
            return;
        }
        double fall = Noise.bell(position * position * 1.4);
        surface.slopeX += normalX * depth * strength * position * fall * 2;
        surface.slopeY += normalY * depth * strength * position * fall * 2;
        surface.glint += 0.34 * strength * fall * (1 + 0.5 * uneven.at(nearest / 3.0, 5));
        surface.mark(strength * fall);
    }
}
