package io.loupe.detectors.sample;

/**
 * Lights a part on its mat: linear light of every pixel, before lens and sensor.
 *
 * <p>The face was turned on a lathe, so each of its grooves reflects a lamp where the groove runs across the lamp's
 * direction: the two bright fans (Ward's anisotropic reflection, without its normalisation). A lamp's reflection on the
 * bevels follows their direction. The mat sees the lamps past the part: a soft shadow and darkness near the contact.
 */
final class Studio {
    /** What of a fault is at a pixel. */
    static final byte SOUND = 0;

    static final byte MARKED = 1;
    static final byte INSIDE = 2;

    /** Width of the bevel around a bolt hole, in pixels of the drawing. */
    static final double HOLE_BEVEL = 3.6;

    private static final double BEVEL = 6;
    private static final double WALL = 0.968; // the part's lower side, farther from the camera, looks this much smaller
    private static final double FILL_AZIMUTH = 0.9; // radians, of the second, weaker lamp
    private static final double FILL_X = StrictMath.cos(FILL_AZIMUTH + 0.9);
    private static final double FILL_Y = StrictMath.sin(FILL_AZIMUTH + 0.9);
    private static final int ARC_PERIOD = 48;

    private final Scene scene;
    private final Part part;
    private final Iterable<Mark> marks;
    private final Noise grooves;
    private final Noise arcs;
    private final Noise mat;
    private final double keyX;
    private final double keyY;
    // The lamps' directions as the turned part sees them.
    private final double turnedKeyX;
    private final double turnedKeyY;
    private final double turnedFillX;
    private final double turnedFillY;
    private final double cos;
    private final double sin;
    private final Edge edge = new Edge();
    private final Surface surface = new Surface();
    private final float[] pixel = new float[3];

    Studio(Scene scene, Part part, Iterable<Mark> marks) {
        this.scene = scene;
        this.part = part;
        this.marks = marks;
        grooves = new Noise(scene.grain());
        arcs = new Noise(scene.grain() + 1);
        mat = new Noise(scene.grain() + 2);
        keyX = StrictMath.cos(scene.keyAzimuth());
        keyY = StrictMath.sin(scene.keyAzimuth());
        cos = StrictMath.cos(scene.turn()) / scene.scale();
        sin = StrictMath.sin(scene.turn()) / scene.scale();
        turnedKeyX = StrictMath.cos(scene.keyAzimuth() - scene.turn());
        turnedKeyY = StrictMath.sin(scene.keyAzimuth() - scene.turn());
        turnedFillX = StrictMath.cos(FILL_AZIMUTH - scene.turn());
        turnedFillY = StrictMath.sin(FILL_AZIMUTH - scene.turn());
    }

    /**
     * Renders an area.
     *
     * @param area what to render
     * @param picture linear light, shape (3, size, size); pixels outside the area stay as they are
     * @param faults set to {@link #SOUND}, {@link #MARKED} (there is a fault if it is seen) or {@link #INSIDE}
     */
    void light(Area area, float[] picture, byte[] faults) {
        int size = SampleDataset.SIZE;
        for (int y = area.top(); y < area.bottom(); y++) {
            for (int x = area.left(); x < area.right(); x++) {
                int at = y * size + x;
                faults[at] = pixel(x + 0.5, y + 0.5);
                for (int channel = 0; channel < 3; channel++) {
                    picture[channel * size * size + at] = pixel[channel];
                }
            }
        }
    }

    private double partX(double x, double y) {
        return (x - scene.centreX()) * cos + (y - scene.centreY()) * sin;
    }

    private double partY(double x, double y) {
        return -(x - scene.centreX()) * sin + (y - scene.centreY()) * cos;
    }

    private byte pixel(double x, double y) {
        double px = partX(x, y);
        double py = partY(x, y);
        double distance = part.distance(px, py, edge);
        double metal = Math.clamp(0.5 - distance, 0.0, 1.0);
        byte fault = SOUND;
        if (metal < 1) {
            beside(x, y);
        }
        if (metal > 0) {
            float red = pixel[0];
            float green = pixel[1];
            float blue = pixel[2];
            part.locate(px, py, edge);
            fault = onMetal(x, y, px, py);
            pixel[0] = (float) (pixel[0] * metal + red * (1 - metal));
            pixel[1] = (float) (pixel[1] * metal + green * (1 - metal));
            pixel[2] = (float) (pixel[2] * metal + blue * (1 - metal));
        }
        return fault;
    }

    private byte onMetal(double x, double y, double px, double py) {
        surface.clear();
        for (Mark mark : marks) {
            mark.touch(px, py, surface);
        }
        double radius = Math.sqrt(px * px + py * py);
        double distance = radius * scene.scale();
        double turns = StrictMath.atan2(py, px) / (2 * StrictMath.PI) + 1;
        double groove = 0.55 * grooves.at(radius / 1.7)
                + 0.45 * grooves.at(radius / 4.1 + 300)
                + 0.5 * grooves.at(radius / 17 + 700);
        double arc = arcs.at(radius / 1.2, turns * ARC_PERIOD, ARC_PERIOD)
                + 0.6 * arcs.at(radius / 3.3 + 500, turns * ARC_PERIOD / 2, ARC_PERIOD / 2);
        double face = face((x - scene.centreX()) / distance, (y - scene.centreY()) / distance, groove, arc);
        double bevel = edge.kind == Edge.Kind.HOLE ? HOLE_BEVEL : BEVEL;
        double inside = -edge.distance;
        double value = face;
        boolean fractured = edge.kind == Edge.Kind.FRACTURE && inside < 1.6 * BEVEL;
        if (fractured) {
            double rough = arcs.cloud(px / 3.5, py / 3.5);
            double broken = 0.15 + 0.36 * Math.max(0, towardsKey() + 0.9 * rough) + 0.06 * rough;
            double share = Math.clamp((1.6 * BEVEL - inside) / 2.5, 0.0, 1.0);
            value = face * (1 - share) + broken * share;
        } else if (inside < bevel + 1) {
            double share = Math.clamp(bevel + 0.5 - inside, 0.0, 1.0);
            double border = bevel(0.9 + 0.1 * arc);
            double offCrest = (inside - bevel) / 0.9;
            double crest = 0.16 * Noise.bell(offCrest * offCrest);
            value = face * (1 - share) + border * share + crest;
        }
        double slope = surface.slopeX * turnedKeyX + surface.slopeY * turnedKeyY;
        value = value * Math.clamp(1 + 1.3 * slope, 0.12, 2.4) + surface.glint * (0.4 + 0.6 * scene.keyPower());
        value *= scene.keyPower() * gradient(x, y);
        pixel[0] = (float) (value * surface.red * (0.985 + scene.warmth()));
        pixel[1] = (float) (value * surface.green * 0.99);
        pixel[2] = (float) (value * surface.blue * (1.0 - scene.warmth()));
        if (surface.inside || fractured) {
            return INSIDE;
        }
        return surface.marked > 0.04 ? MARKED : SOUND;
    }

    /** Reflection of the turned face in a direction from the middle. */
    private double face(double directionX, double directionY, double groove, double arc) {
        double towards = directionX * keyX + directionY * keyY;
        double key = directionY * keyX - directionX * keyY + 0.035 * arc + 0.02 * groove;
        double fill = directionY * FILL_X - directionX * FILL_Y + 0.03 * arc;
        double fan = Noise.bell(key * key / 0.085);
        double halo = 1 / (1 + 5 * key * key);
        double side = 1 / (1 + 9 * fill * fill);
        double value = 0.10 + 0.40 * (1 + 0.10 * towards) * fan * (1 + 0.16 * groove) + 0.11 * halo + 0.09 * side;
        return value * (1 + 0.10 * groove + 0.07 * arc);
    }

    private double bevel(double texture) {
        double towards = towardsKey();
        double fill = edge.outX * turnedFillX + edge.outY * turnedFillY;
        double bright = Math.max(0, towards);
        return texture * (0.09 + 0.62 * bright * bright + 0.16 * Math.max(0, fill));
    }

    private double towardsKey() {
        return edge.outX * turnedKeyX + edge.outY * turnedKeyY;
    }

    /** The mat, or the wall of a hole. */
    private void beside(double x, double y) {
        Edge.Kind kind = edge.kind;
        double outX = edge.outX;
        double outY = edge.outY;
        double towards = towardsKey();
        double middle = SampleDataset.SIZE / 2.0;
        // What is seen through a hole at this pixel lies deeper: follow the line of sight down to the lower side.
        double lowX = middle + (x - middle) / WALL;
        double lowY = middle + (y - middle) / WALL;
        double low = part.distance(partX(lowX, lowY), partY(lowX, lowY), edge);
        double wall = kind == Edge.Kind.RIM ? 0 : Math.clamp(0.5 - low, 0.0, 1.0);
        double shade = shade(x, y, low);
        double value = mat(x, y) * shade;
        double wallLight = 0.05
                + 0.22 * Math.max(0, -towards) * 0.6
                + 0.16 * Math.max(0, towards)
                + 0.02 * mat.at(outX * 40, outY * 40);
        double lit = gradient(x, y) * scene.keyPower();
        pixel[0] = (float) (lit * (value * (0.90 + scene.warmth()) * (1 - wall) + wallLight * wall));
        pixel[1] = (float) (lit * (value * 0.99 * (1 - wall) + wallLight * wall));
        pixel[2] = (float) (lit * (value * (1.12 - scene.warmth()) * (1 - wall) + wallLight * wall));
    }

    /** Rubber with an embossed grain: lighter where the grain leans towards the lamp. */
    private double mat(double x, double y) {
        double here = mat.cloud(x / 5.5, y / 5.5);
        double there = mat.cloud((x + 1.6 * keyX) / 5.5, (y + 1.6 * keyY) / 5.5);
        double lint = mat.at(x / 2.1 + 900, y / 2.1) > 0.93 ? 0.012 : 0;
        return 0.062 * (1 + 1.15 * (here - there) + 0.10 * mat.at(x / 60, y / 60)) + lint;
    }

    /** Share of the light that reaches the mat. */
    private double shade(double x, double y, double low) {
        double umbra = part.distance(partX(x + 13 * keyX, y + 13 * keyY), partY(x + 13 * keyX, y + 13 * keyY), edge);
        double soft = Math.clamp(0.5 + umbra / 22, 0.0, 1.0);
        double key = 0.30 + 0.70 * soft * soft * (3 - 2 * soft);
        double contact = low > 80 ? 1 : 1 - 0.62 * Noise.bell(Math.max(0, low) / 8);
        return key * contact;
    }

    /** The main lamp is nearer to one corner. */
    private double gradient(double x, double y) {
        double half = SampleDataset.SIZE / 2.0;
        return 1 + 0.16 * ((x - half) * keyX + (y - half) * keyY) / half;
    }
}
