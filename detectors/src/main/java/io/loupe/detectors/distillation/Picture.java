package io.loupe.detectors.distillation;

import io.loupe.detectors.efficientad.ImageNet;
import io.loupe.detectors.efficientad.InputPictures;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.util.function.Supplier;

/**
 * One picture as both networks see it.
 *
 * @param index which training image; -1 for a held-out one
 * @param grey whether its colour was taken away
 * @param student input of the trained network, shape (3, imageSize, imageSize), ImageNet-normalised
 * @param backbone gives the backbone's input, shape (3, backboneSize, backboneSize), in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of values: neither copied nor compared
record Picture(int index, boolean grey, float[] student, Supplier<float[]> backbone) {
    static final int HELD_OUT = -1;

    /** A held-out picture, as it is. */
    static Picture heldOut(FloatImage picture, DistillationSettings settings) {
        float[] backbone = backbone(picture, settings);
        return new Picture(HELD_OUT, false, student(samples(picture, settings)), () -> backbone);
    }

    /** Samples of 0 to 255 for the trained network, shape (3, imageSize, imageSize). */
    static byte[] samples(FloatImage picture, DistillationSettings settings) {
        return InputPictures.samples(picture, settings.imageSize(), settings.imageSize());
    }

    static float[] student(byte[] samples) {
        float[] values = new float[samples.length];
        ImageNet.normalise(samples, values, 0);
        return values;
    }

    static float[] backbone(FloatImage picture, DistillationSettings settings) {
        return Images.toRgb(Images.resize(picture, settings.backboneSize(), settings.backboneSize()))
                .values();
    }
}
