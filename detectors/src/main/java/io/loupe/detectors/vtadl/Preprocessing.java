package io.loupe.detectors.vtadl;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.vtadl.VtAdlSettings.Crop;

/**
 * From a picture to the network's input and from its map back to the picture's size.
 *
 * <p>The authors resize to 550 and cut the centre of 512 out, so 19 pixels a side are never seen. A map of such a crop
 * is extended by repeating its edge before it is brought to the picture's size.
 *
 * @param size side of the network's input in pixels
 */
record Preprocessing(int size, Crop crop) {
    private static final double AUTHORS_RESIZED = 550;
    private static final double AUTHORS_CROPPED = 512;

    /** The input's samples of 0 to 255, shape (3, size, size): resizing gives 8-bit values, so nothing is lost. */
    byte[] input(FloatImage picture) {
        int whole = resizedSide();
        FloatImage resized = Images.resize(Images.toRgb(picture), whole, whole);
        int margin = margin();
        byte[] samples = new byte[3 * size * size];
        int next = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    samples[next++] = (byte) Math.round(255 * resized.at(channel, x + margin, y + margin));
                }
            }
        }
        return samples;
    }

    /** Samples as numbers in [0, 1], at a place in an array. */
    static void toFloats(byte[] samples, float[] target, int offset) {
        for (int i = 0; i < samples.length; i++) {
            target[offset + i] = (samples[i] & 0xFF) / 255f;
        }
    }

    /**
     * @param map of the input, size x size
     * @return the map of the whole picture
     */
    AnomalyMap toPicture(AnomalyMap map, int width, int height) {
        int margin = margin();
        if (margin == 0) {
            return Maps.resize(map, width, height);
        }
        int whole = resizedSide();
        float[] values = new float[whole * whole];
        for (int y = 0; y < whole; y++) {
            int row = Math.clamp(y - margin, 0, size - 1) * size;
            for (int x = 0; x < whole; x++) {
                values[y * whole + x] = map.values()[row + Math.clamp(x - margin, 0, size - 1)];
            }
        }
        return Maps.resize(new AnomalyMap(whole, whole, values), width, height);
    }

    private int resizedSide() {
        return crop == Crop.NONE ? size : (int) Math.round(size * AUTHORS_RESIZED / AUTHORS_CROPPED);
    }

    private int margin() {
        return (resizedSide() - size) / 2;
    }
}
