package io.loupe.detectors.efficientad;

/** The normalisation that networks trained on ImageNet expect. */
public final class ImageNet {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private ImageNet() {}

    /** Writes samples of 0 to 255, shape (3, pixels), as network input to a place in an array. */
    public static void normalise(byte[] samples, float[] target, int offset) {
        int plane = samples.length / 3;
        for (int channel = 0; channel < 3; channel++) {
            float[] table = new float[256];
            for (int sample = 0; sample < table.length; sample++) {
                table[sample] = of(sample / 255f, channel);
            }
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                target[offset + i] = table[samples[i] & 0xFF];
            }
        }
    }

    /** The same of intensities in [0, 1]. */
    static void normalise(float[] values, float[] target, int offset) {
        int plane = values.length / 3;
        for (int i = 0; i < values.length; i++) {
            target[offset + i] = of(values[i], i / plane);
        }
    }

    private static float of(float intensity, int channel) {
        return (intensity - MEAN[channel]) / DEVIATION[channel];
    }
}
