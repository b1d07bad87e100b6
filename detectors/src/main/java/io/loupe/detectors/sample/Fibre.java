package io.loupe.detectors.sample;

/**
 * A dark hair or lint lying on the face.
 *
 * @param line its course
 * @param thickness pixels
 */
record Fibre(Scratch line, double thickness) implements Mark {
    @Override
    public void touch(double x, double y, Surface surface) {
        double best = 9;
        for (int i = 0; i < line.pointsX().length; i++) {
            double dx = x - line.pointsX()[i] - 1.5 * line.uneven().at(i / 18.0);
            double dy = y - line.pointsY()[i] - 1.5 * line.uneven().at(i / 18.0, 3);
            best = Math.min(best, dx * dx + dy * dy);
        }
        double cover = Math.clamp(thickness / 2 + 0.5 - Math.sqrt(best), 0.0, 1.0);
        surface.red *= 1 - 0.86 * cover;
        surface.green *= 1 - 0.88 * cover;
        surface.blue *= 1 - 0.86 * cover;
        surface.mark(cover);
    }
}
