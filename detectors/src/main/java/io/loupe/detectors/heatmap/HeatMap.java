package io.loupe.detectors.heatmap;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.image.PngWriter;
import java.util.BitSet;
import java.util.Optional;

/** The picture of a map: its colours laid over the image, the more opaque the higher the score, the mask outlined. */
public final class HeatMap {
    /** Pictures are shrunk until no side is longer. */
    public static final int LONGEST_SIDE = 512;

    private static final double OPACITY = 0.85;
    private static final double[] OUTLINE = {0.10, 0.90, 1.0};

    private HeatMap() {}

    /**
     * Draws a heat map.
     *
     * @param image the scored image
     * @param map its scores, at the image's size
     * @param range which scores the colours stand for
     * @param mask the defect, outlined in cyan
     * @return a PNG, at most {@value #LONGEST_SIDE} pixels wide and high
     */
    public static byte[] draw(FloatImage image, AnomalyMap map, ScoreRange range, Optional<PixelMask> mask) {
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.width(), image.height()));
        int width = (int) Math.max(1, Math.round(image.width() * scale));
        int height = (int) Math.max(1, Math.round(image.height() * scale));
        FloatImage photograph = Images.toRgb(Images.resize(image, width, height));
        AnomalyMap scores = map.width() == width && map.height() == height ? map : Maps.resize(map, width, height);
        byte[] samples = new byte[width * height * 3];
        for (int at = 0; at < width * height; at++) {
            double position = range.position(scores.values()[at]);
            double opacity = OPACITY * position * (2 - position);
            for (int channel = 0; channel < 3; channel++) {
                double behind = photograph.values()[channel * width * height + at];
                double value = behind * (1 - opacity) + ColourMap.at(channel, position) * opacity;
                samples[at * 3 + channel] = sample(value);
            }
        }
        mask.ifPresent(defect -> outline(defect, width, height, samples));
        return PngWriter.encode(width, height, 3, samples);
    }

    /** Colours the pixels beside the defect, so that the defect itself stays visible. */
    private static void outline(PixelMask mask, int width, int height, byte[] samples) {
        BitSet defect = resize(mask, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (!defect.get(at) && touches(defect, x, y, width, height)) {
                    for (int channel = 0; channel < 3; channel++) {
                        samples[at * 3 + channel] = sample(OUTLINE[channel]);
                    }
                }
            }
        }
    }

    private static boolean touches(BitSet defect, int x, int y, int width, int height) {
        int at = y * width + x;
        return (x > 0 && defect.get(at - 1))
                || (x < width - 1 && defect.get(at + 1))
                || (y > 0 && defect.get(at - width))
                || (y < height - 1 && defect.get(at + width));
    }

    /** A shrunk pixel is defective if any of its pixels is: thin scratches stay. */
    private static BitSet resize(PixelMask mask, int width, int height) {
        if (mask.width() == width && mask.height() == height) {
            return mask.defective();
        }
        BitSet result = new BitSet(width * height);
        mask.defective().stream().forEach(at -> {
            long x = (long) (at % mask.width()) * width / mask.width();
            long y = (long) (at / mask.width()) * height / mask.height();
            result.set((int) (y * width + x));
        });
        return result;
    }

    private static byte sample(double value) {
        return (byte) Math.clamp(Math.round(value * 255), 0, 255);
    }
}
