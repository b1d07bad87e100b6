package io.loupe.detectors.sample;

/** Lens and sensor: a little blur, darker corners, tone curve, noise. */
final class Camera {
    // The lens' point spread along a line; the five weights sum to 1.
    private static final float CENTRE = 0.56f;
    private static final float NEXT = 0.20f;
    private static final float FAR = 0.02f;
    private static final int LEVELS = 4096;
    private static final float[] TONE = tone();

    private Camera() {}

    /**
     * Develops linear light to the tones of a picture, without noise.
     *
     * @param light shape (3, size, size); overwritten
     * @return shape (3, size, size), 0 to 255
     */
    static float[] develop(float[] light, int size, double exposure) {
        float[] plane = new float[size * size];
        for (int channel = 0; channel < 3; channel++) {
            blur(light, plane, channel * size * size, size);
        }
        double half = size / 2.0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double corner = ((x - half) * (x - half) + (y - half) * (y - half)) / (half * half);
                double exposed = exposure * (1 - 0.11 * corner);
                for (int channel = 0; channel < 3; channel++) {
                    int at = (channel * size + y) * size + x;
                    light[at] = tone(light[at] * exposed);
                }
            }
        }
        return light;
    }

    /** Adds the sensor's noise and rounds; samples of a pixel side by side. */
    static byte[] expose(float[] tones, int size, long seed) {
        Dice dice = new Dice(seed);
        byte[] samples = new byte[tones.length];
        int plane = size * size;
        for (int at = 0; at < plane; at++) {
            double common = 0.9 * dice.normal();
            for (int channel = 0; channel < 3; channel++) {
                double value = tones[channel * plane + at];
                double noise = common + 0.75 * dice.normal();
                samples[at * 3 + channel] = (byte) Math.clamp(Math.round(value + noise), 0, 255);
            }
        }
        return samples;
    }

    private static void blur(float[] light, float[] plane, int offset, int size) {
        for (int y = 0; y < size; y++) {
            int start = offset + y * size;
            for (int x = 0; x < size; x++) {
                boolean border = x < 2 || x >= size - 2;
                int at = start + x;
                plane[y * size + x] = border
                        ? light[at]
                        : weigh(light[at - 2], light[at - 1], light[at], light[at + 1], light[at + 2]);
            }
        }
        for (int y = 0; y < size; y++) {
            boolean border = y < 2 || y >= size - 2;
            for (int x = 0; x < size; x++) {
                int at = y * size + x;
                light[offset + at] = border
                        ? plane[at]
                        : weigh(
                                plane[at - 2 * size],
                                plane[at - size],
                                plane[at],
                                plane[at + size],
                                plane[at + 2 * size]);
            }
        }
    }

    private static float weigh(float outer, float inner, float centre, float otherInner, float otherOuter) {
        return CENTRE * centre + NEXT * (inner + otherInner) + FAR * (outer + otherOuter);
    }

    /** 0 to 255 for linear light, with a shoulder that keeps highlights from burning out. */
    private static float tone(double light) {
        double position = Math.clamp(light / 2, 0.0, 1.0) * (LEVELS - 1);
        int below = Math.min((int) position, LEVELS - 2);
        double share = position - below;
        return (float) (TONE[below] * (1 - share) + TONE[below + 1] * share);
    }

    private static float[] tone() {
        float[] table = new float[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            double light = 2.0 * i / (LEVELS - 1);
            double shoulder = light < 0.6 ? light : 0.6 + 0.4 * (1 - StrictMath.exp(-(light - 0.6) / 0.4));
            table[i] = (float) (255 * StrictMath.pow(shoulder, 1 / 2.2));
        }
        return table;
    }
}
