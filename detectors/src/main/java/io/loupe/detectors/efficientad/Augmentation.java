package io.loupe.detectors.efficientad;

/**
 * The change of light that the autoencoder trains with: one of three, by a factor of 0.8 to 1.2 (algorithm 1 of the
 * paper). Each as torchvision does it on intensities in [0, 1].
 */
enum Augmentation {
    BRIGHTNESS,
    CONTRAST,
    SATURATION;

    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /**
     * One of the three.
     *
     * @param choice uniform in [0, 1)
     */
    static Augmentation chosen(float choice) {
        return values()[(int) (choice * 3)];
    }

    /** @param samples of 0 to 255, shape (3, pixels) */
    float[] apply(byte[] samples, float factor) {
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (samples[i] & 0xFF) / 255f;
        }
        int plane = values.length / 3;
        float mean = this == CONTRAST ? meanGrey(values, plane) : 0;
        for (int i = 0; i < plane; i++) {
            float other =
                    switch (this) {
                        case BRIGHTNESS -> 0;
                        case CONTRAST -> mean;
                        case SATURATION -> grey(values, plane, i);
                    };
            for (int at = i; at < values.length; at += plane) {
                values[at] = Math.clamp(factor * values[at] + (1 - factor) * other, 0f, 1f);
            }
        }
        return values;
    }

    private static float meanGrey(float[] values, int plane) {
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            sum += grey(values, plane, i);
        }
        return (float) (sum / plane);
    }

    private static float grey(float[] values, int plane, int at) {
        return RED * values[at] + GREEN * values[plane + at] + BLUE * values[2 * plane + at];
    }
}
