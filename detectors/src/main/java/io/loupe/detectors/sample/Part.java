package io.loupe.detectors.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape of one washer, in its own frame: origin in the middle, lengths in pixels of the unscaled drawing.
 *
 * @param holes the bolt holes
 * @param bite a piece that broke off
 */
record Part(List<Hole> holes, Optional<Bite> bite) {
    static final double OUTER = 196;
    static final double BORE = 76;
    static final double BOLT_CIRCLE = 137;
    static final double HOLE = 20;
    static final int HOLES = 4;

    /** A round hole. */
    record Hole(double x, double y, double radius) {
        static Hole onBoltCircle(double angle) {
            return onCircle(BOLT_CIRCLE, angle);
        }

        static Hole onCircle(double distance, double angle) {
            return new Hole(distance * StrictMath.cos(angle), distance * StrictMath.sin(angle), HOLE);
        }
    }

    Part {
        holes = List.copyOf(holes);
    }

    /** As the drawing wants it. */
    static Part sound() {
        List<Hole> holes = new ArrayList<>();
        for (int i = 0; i < HOLES; i++) {
            holes.add(Hole.onBoltCircle(angleOfHole(i)));
        }
        return new Part(holes, Optional.empty());
    }

    static double angleOfHole(int index) {
        return StrictMath.PI * (0.25 + 0.5 * index);
    }

    Part withHole(Hole hole) {
        List<Hole> more = new ArrayList<>(holes);
        more.add(hole);
        return new Part(more, bite);
    }

    Part withoutHole(int index) {
        List<Hole> fewer = new ArrayList<>(holes);
        fewer.remove(index);
        return new Part(fewer, bite);
    }

    Part withBite(Bite piece) {
        return new Part(holes, Optional.of(piece));
    }

    /** Finds the border nearest to a point and the way to it. */
    void locate(double x, double y, Edge edge) {
        double radius = Math.sqrt(x * x + y * y);
        double towardsX = radius == 0 ? 1 : x / radius;
        double towardsY = radius == 0 ? 0 : y / radius;
        edge.set(Edge.Kind.RIM, radius - OUTER, towardsX, towardsY);
        edge.offer(Edge.Kind.BORE, BORE - radius, -towardsX, -towardsY);
        for (Hole hole : holes) {
            double toX = hole.x() - x;
            double toY = hole.y() - y;
            double distance = Math.sqrt(toX * toX + toY * toY);
            double inverse = distance == 0 ? 0 : 1 / distance;
            edge.offer(Edge.Kind.HOLE, hole.radius() - distance, toX * inverse, toY * inverse);
        }
        bite.ifPresent(piece -> piece.offer(x, y, edge));
    }

    /** Signed distance to the metal's border: negative on the metal. */
    double distance(double x, double y, Edge scratchpad) {
        locate(x, y, scratchpad);
        return scratchpad.distance;
    }
}
