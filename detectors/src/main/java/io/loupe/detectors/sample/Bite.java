package io.loupe.detectors.sample;

/**
 * A piece broken out of the rim or the bore: a ragged disc.
 *
 * @param x centre, in the part's frame
 * @param y centre
 * @param radius mean radius in pixels
 * @param ragged the outline's noise
 */
record Bite(double x, double y, double radius, Noise ragged) {
    void offer(double px, double py, Edge edge) {
        double dx = px - x;
        double dy = py - y;
        double distance = Math.sqrt(dx * dx + dy * dy);
        if (distance > 2.2 * radius || distance == 0) {
            return;
        }
        double outline = radius
                * (1 + 0.30 * ragged.at(px / (0.55 * radius), py / (0.55 * radius)) + 0.10 * ragged.at(px / 5, py / 5));
        edge.offer(Edge.Kind.FRACTURE, outline - distance, -dx / distance, -dy / distance);
    }
}
