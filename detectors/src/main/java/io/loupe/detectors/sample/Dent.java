package io.loupe.detectors.sample;

/**
 * A hollow pressed into the face, with a raised lip.
 *
 * @param x centre, in the part's frame
 * @param y centre
 * @param wide long half axis in pixels
 * @param narrow short half axis
 * @param turn angle of the long axis
 * @param depth steepness
 * @param uneven makes the outline irregular
 */
record Dent(double x, double y, double wide, double narrow, double turn, double depth, Noise uneven) implements Mark {
    private static final double LIP = 1.45;

    @Override
    public void touch(double px, double py, Surface surface) {
        double dx = px - x;
        double dy = py - y;
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double u = (dx * cos + dy * sin) / wide;
        double v = (-dx * sin + dy * cos) / narrow;
        double rho = Math.sqrt(u * u + v * v) * (1 + 0.12 * uneven.at(px / 9, py / 9));
        if (rho > LIP || rho == 0) {
            return;
        }
        // Inside, the slope leads down to the middle; on the lip it leads down outwards.
        double steep = rho < 1
                ? depth * StrictMath.sin(StrictMath.PI * StrictMath.pow(rho, 1.6))
                : -0.4 * depth * StrictMath.sin(StrictMath.PI * (rho - 1) / (LIP - 1));
        double awayX = (u / rho * cos - v / rho * sin) * steep;
        double awayY = (u / rho * sin + v / rho * cos) * steep;
        surface.slopeX += awayX;
        surface.slopeY += awayY;
        double shade = rho < 1 ? 1 - 0.35 * (1 - rho * rho) : 1;
        surface.red *= shade;
        surface.green *= shade;
        surface.blue *= shade;
        surface.inside |= rho < 1.1;
        surface.mark(Math.min(1, (LIP - rho) * 3));
    }
}
