package io.loupe.detectors.sample;

/**
 * Dried grease with dirt in it: a cloudy blot, darker at its seam.
 *
 * @param x centre, in the part's frame
 * @param y centre
 * @param radius mean radius in pixels
 * @param strength 0 (invisible) to 1 (opaque)
 * @param shape noise of outline and filling
 */
record Stain(double x, double y, double radius, double strength, Noise shape) implements Mark {
    @Override
    public void touch(double px, double py, Surface surface) {
        double dx = (px - x) / radius;
        double dy = (py - y) / radius;
        double distance = Math.sqrt(dx * dx + dy * dy);
        if (distance > 2) {
            return;
        }
        double level = 1 - distance + 0.55 * shape.cloud(px / (0.7 * radius), py / (0.7 * radius));
        double cover = Math.clamp(level * 6, 0.0, 1.0);
        if (cover == 0) {
            return;
        }
        double seam = StrictMath.exp(-StrictMath.pow((level - 0.12) / 0.09, 2));
        double dirt = 0.62 + 0.28 * shape.cloud(px / 6, py / 6) + 0.35 * seam;
        double opacity = strength * cover * Math.clamp(dirt, 0.0, 1.0);
        surface.red *= 1 - 0.72 * opacity;
        surface.green *= 1 - 0.83 * opacity;
        surface.blue *= 1 - 0.93 * opacity;
        surface.mark(cover);
    }
}
