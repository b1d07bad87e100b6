package io.loupe.detectors.patchcore;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.patchcore.PatchCoreSettings.CropBorder;

/**
 * From a picture to the network's input and from the input's map back to the picture's size.
 *
 * @param size side of the network's input in pixels
 * @param resized side of the picture before its centre is cut out; equal to {@code size} for no cut
 * @param border what the map shows where the picture was cut off
 */
record InputFrame(int size, int resized, CropBorder border) {

    static InputFrame of(PatchCoreSettings settings) {
        int resized = settings.resize() == 0 ? settings.imageSize() : settings.resize();
        return new InputFrame(settings.imageSize(), resized, settings.cropBorder());
    }

    /** The input, shape (3, size, size), in [0, 1]. */
    float[] input(FloatImage picture) {
        FloatImage whole = Images.resize(Images.toRgb(picture), resized, resized);
        if (resized == size) {
            return whole.values();
        }
        float[] values = new float[3 * size * size];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < size; y++) {
                int from = (channel * resized + y + margin()) * resized + margin();
                System.arraycopy(whole.values(), from, values, (channel * size + y) * size, size);
            }
        }
        return values;
    }

    /**
     * The map of the whole picture.
     *
     * @param map of the input, size x size
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     */
    AnomalyMap toPicture(AnomalyMap map, int width, int height) {
        if (resized == size) {
            return Maps.resize(map, width, height);
        }
        float[] values = new float[resized * resized];
        for (int y = 0; y < resized; y++) {
            for (int x = 0; x < resized; x++) {
                int atX = Math.clamp(x - margin(), 0, size - 1);
                int atY = Math.clamp(y - margin(), 0, size - 1);
                boolean inside = atX == x - margin() && atY == y - margin();
                values[y * resized + x] = inside || border == CropBorder.REPEAT ? map.values()[atY * size + atX] : 0;
            }
        }
        return Maps.resize(new AnomalyMap(resized, resized, values), width, height);
    }

    private int margin() {
        return (resized - size) / 2;
    }
}
