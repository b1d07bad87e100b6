package io.loupe.detectors.sample;

import io.loupe.detectors.sample.Fault.Specimen;

/**
 * A finished picture with its mask.
 *
 * @param samples RGB, a pixel's channels side by side
 * @param mask true where a fault is seen; all false for a sound part
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of two buffers, never compared
record Photograph(byte[] samples, boolean[] mask) {
    /** A fault counts as seen where it changes a tone by more than this, of 255. */
    private static final float SEEN = 7;

    static Photograph of(Scene scene, Specimen specimen) {
        int size = SampleDataset.SIZE;
        byte[] faults = new byte[size * size];
        float[] light = new float[3 * size * size];
        new Studio(scene, specimen.part(), specimen.marks()).light(Area.whole(), light, faults);
        boolean[] mask = new boolean[size * size];
        if (specimen.equals(Specimen.sound())) {
            float[] tones = Camera.develop(light, size, scene.exposure());
            return new Photograph(Camera.expose(tones, size, scene.sensor()), mask);
        }
        if (!specimen.part().equals(Part.sound())) {
            addShape(scene, specimen.part(), faults);
        }
        // The same part without the fault, only where it matters.
        float[] soundLight = light.clone();
        Specimen sound = Specimen.sound();
        new Studio(scene, sound.part(), sound.marks()).light(Area.around(faults), soundLight, new byte[size * size]);
        float[] tones = Camera.develop(light, size, scene.exposure());
        float[] soundTones = Camera.develop(soundLight, size, scene.exposure());
        mask = Mask.of(difference(tones, soundTones), faults, SEEN, size);
        return new Photograph(Camera.expose(tones, size, scene.sensor()), mask);
    }

    private static float[] difference(float[] tones, float[] sound) {
        int plane = tones.length / 3;
        float[] difference = new float[plane];
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                int at = channel * plane + i;
                difference[i] = Math.max(difference[i], Math.abs(tones[at] - sound[at]));
            }
        }
        return difference;
    }

    /** Adds where there is metal in one shape and none, or a bevel, in the other. */
    private static void addShape(Scene scene, Part part, byte[] faults) {
        int size = SampleDataset.SIZE;
        Edge edge = new Edge();
        Part sound = Part.sound();
        double cos = StrictMath.cos(scene.turn()) / scene.scale();
        double sin = StrictMath.sin(scene.turn()) / scene.scale();
        for (int at = 0; at < faults.length; at++) {
            int row = at / size;
            double dx = at % size + 0.5 - scene.centreX();
            double dy = row + 0.5 - scene.centreY();
            double x = dx * cos + dy * sin;
            double y = -dx * sin + dy * cos;
            double is = part.distance(x, y, edge);
            double shouldBe = sound.distance(x, y, edge);
            if (is < 0 != shouldBe < 0 || is < -Studio.HOLE_BEVEL != shouldBe < -Studio.HOLE_BEVEL) {
                faults[at] = Studio.INSIDE;
            }
        }
    }
}
