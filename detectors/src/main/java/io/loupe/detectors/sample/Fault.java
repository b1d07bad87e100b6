package io.loupe.detectors.sample;

import io.loupe.detectors.sample.Part.Hole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be wrong with a washer; the name in lower case is the folder. */
enum Fault {
    /** One to three furrows across the face. */
    SCRATCH {
        @Override
        Specimen specimen(Dice dice) {
            List<Mark> marks = new ArrayList<>();
            int count = 1 + dice.below(3);
            double angle = dice.angle();
            for (int i = 0; i < count; i++) {
                marks.add(line(dice, angle + dice.between(-0.5, 0.5), dice.between(40, 130), dice.between(1.8, 3.2)));
            }
            return Specimen.marked(marks);
        }
    },
    /** A hollow where something hit the face. */
    DENT {
        @Override
        Specimen specimen(Dice dice) {
            double wide = dice.between(11, 20);
            double[] at = onFace(dice, 20);
            return Specimen.marked(List.of(new Dent(
                    at[0],
                    at[1],
                    wide,
                    wide * dice.between(0.6, 0.95),
                    dice.angle(),
                    dice.between(0.45, 0.75),
                    new Noise(dice.next()))));
        }
    },
    /** Grease, dirt or a fibre on the face. */
    CONTAMINATION {
        @Override
        Specimen specimen(Dice dice) {
            List<Mark> marks = new ArrayList<>();
            if (dice.below(3) == 0) {
                marks.add(new Fibre(line(dice, dice.angle(), dice.between(50, 100), 2), dice.between(1.6, 2.4)));
            } else {
                double[] at = onFace(dice, 12);
                double radius = dice.between(12, 26);
                double strength = dice.between(0.65, 0.95);
                marks.add(new Stain(at[0], at[1], radius, strength, new Noise(dice.next())));
                for (int i = dice.below(4); i > 0; i--) {
                    double away = radius * dice.between(1.2, 2.1);
                    double angle = dice.angle();
                    marks.add(new Stain(
                            at[0] + away * StrictMath.cos(angle),
                            at[1] + away * StrictMath.sin(angle),
                            dice.between(2.5, 6),
                            strength,
                            new Noise(dice.next())));
                }
            }
            return Specimen.marked(marks);
        }
    },
    /** A piece broken off the rim, or out of the bore. */
    CHUNK {
        @Override
        Specimen specimen(Dice dice) {
            double angle = dice.angle();
            double border = dice.below(4) == 0 ? Part.BORE : Part.OUTER;
            double distance = border + dice.between(-4, 6);
            Bite bite = new Bite(
                    distance * StrictMath.cos(angle),
                    distance * StrictMath.sin(angle),
                    dice.between(15, 32),
                    new Noise(dice.next()));
            return Specimen.shaped(Part.sound().withBite(bite));
        }
    },
    /** Three or five bolt holes. */
    WRONG_COUNT {
        @Override
        Specimen specimen(Dice dice) {
            int index = dice.below(Part.HOLES);
            if (dice.below(2) == 0) {
                return Specimen.shaped(Part.sound().withoutHole(index));
            }
            double between = Part.angleOfHole(index) + StrictMath.PI / 4 + dice.between(-0.12, 0.12);
            return Specimen.shaped(Part.sound().withHole(Hole.onBoltCircle(between)));
        }
    },
    /** Four bolt holes, one of them drilled beside its place. */
    WRONG_PLACE {
        @Override
        Specimen specimen(Dice dice) {
            int index = dice.below(Part.HOLES);
            double turn = dice.between(0.22, 0.5) * (dice.below(2) == 0 ? 1 : -1);
            Hole astray = Hole.onCircle(Part.BOLT_CIRCLE + dice.between(-12, 12), Part.angleOfHole(index) + turn);
            return Specimen.shaped(Part.sound().withoutHole(index).withHole(astray));
        }
    };

    /**
     * A washer to photograph.
     *
     * @param part its shape
     * @param marks what is on its face
     */
    record Specimen(Part part, List<Mark> marks) {
        static Specimen sound() {
            return new Specimen(Part.sound(), List.of());
        }

        static Specimen marked(List<Mark> marks) {
            return new Specimen(Part.sound(), List.copyOf(marks));
        }

        static Specimen shaped(Part part) {
            return new Specimen(part, List.of());
        }
    }

    abstract Specimen specimen(Dice dice);

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A point on the metal, {@code margin} pixels away from every border. */
    private static double[] onFace(Dice dice, double margin) {
        Edge edge = new Edge();
        while (true) {
            double x = dice.between(-Part.OUTER, Part.OUTER);
            double y = dice.between(-Part.OUTER, Part.OUTER);
            if (Part.sound().distance(x, y, edge) < -margin) {
                return new double[] {x, y};
            }
        }
    }

    private static Scratch line(Dice dice, double angle, double length, double width) {
        double[] middle = onFace(dice, 15);
        double halfX = StrictMath.cos(angle) * length / 2;
        double halfY = StrictMath.sin(angle) * length / 2;
        double bend = dice.between(-0.25, 0.25);
        return Scratch.along(
                middle[0] - halfX,
                middle[1] - halfY,
                middle[0] - halfY * bend * 2,
                middle[1] + halfX * bend * 2,
                middle[0] + halfX,
                middle[1] + halfY,
                width,
                dice);
    }
}
