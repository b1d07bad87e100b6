package io.loupe.detectors.sample;

/** The border of the metal nearest to a point; one object is used again for every pixel of a row. */
final class Edge {
    /** What kind of border. */
    enum Kind {
        RIM,
        BORE,
        HOLE,
        FRACTURE
    }

    Kind kind = Kind.RIM;
    /** Pixels to the border: negative on the metal, positive beside it. */
    double distance;
    /** Unit vector that leads out of the metal. */
    double outX;

    double outY;

    void set(Kind newKind, double newDistance, double newOutX, double newOutY) {
        kind = newKind;
        distance = newDistance;
        outX = newOutX;
        outY = newOutY;
    }

    /** Takes a border that is nearer, or cuts deeper, than the one known. */
    void offer(Kind newKind, double newDistance, double newOutX, double newOutY) {
        if (newDistance > distance) {
            set(newKind, newDistance, newOutX, newOutY);
        }
    }
}
