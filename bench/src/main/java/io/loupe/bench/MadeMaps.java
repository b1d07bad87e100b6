package io.loupe.bench;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.metric.ScoredPixels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Maps like those of a detector: smooth, as small as the network makes them, three in four with one to three elliptic
 * defects that score higher, some hardly.
 */
final class MadeMaps {
    private MadeMaps() {}

    /** The same for everybody. */
    static List<Made> of(int count, int small, int side) {
        List<Made> images = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            float[] scores = texture(small, random);
            BitSet defective = new BitSet();
            if (i % 4 > 0) {
                int ellipses = random.nextInt(1, 4);
                double height = random.nextDouble(0.02, 0.2);
                for (int each = 0; each < ellipses; each++) {
                    addDefect(scores, small, defective, side, height, random);
                }
            }
            images.add(new Made(i, new AnomalyMap(small, small, scores), new PixelMask(side, side, defective)));
        }
        return List.copyOf(images);
    }

    private static float[] texture(int small, SplittableRandom random) {
        double[] waves = random.doubles(12).toArray();
        float[] scores = new float[small * small];
        for (int i = 0; i < scores.length; i++) {
            double x = (double) (i % small) / small;
            double y = (double) (i / small) / small;
            double height = 0;
            for (int wave = 0; wave < waves.length; wave += 3) {
                height += Math.sin(2 * Math.PI * (12 * waves[wave] * x + 12 * waves[wave + 1] * y + waves[wave + 2]));
            }
            scores[i] = (float) (0.02 * Math.exp(0.35 * height) + 0.002 * random.nextDouble());
        }
        return scores;
    }

    private static void addDefect(
            float[] scores, int small, BitSet defective, int side, double height, SplittableRandom random) {
        double centreX = random.nextDouble(0.125, 0.875);
        double centreY = random.nextDouble(0.125, 0.875);
        double radiusX = random.nextDouble(0.03, 0.08);
        double radiusY = random.nextDouble(0.03, 0.08);
        for (int i = 0; i < side * side; i++) {
            double x = ((double) (i % side) / side - centreX) / radiusX;
            double y = ((double) (i / side) / side - centreY) / radiusY;
            if (x * x + y * y < 1) {
                defective.set(i);
            }
        }
        for (int i = 0; i < scores.length; i++) {
            double x = ((double) (i % small) / small - centreX) / radiusX;
            double y = ((double) (i / small) / small - centreY) / radiusY;
            scores[i] += (float) (height * Math.exp(-(x * x + y * y)));
        }
    }

    /**
     * An image.
     *
     * @param index which one
     * @param small its map, which is made as large as the mask each time it is asked for
     * @param mask its defects
     */
    record Made(int index, AnomalyMap small, PixelMask mask) implements ScoredPixels {
        @Override
        public String name() {
            return "image " + index;
        }

        @Override
        public AnomalyMap map() {
            return Maps.resize(small, mask.width(), mask.height());
        }

        /** One of four types of defect. */
        @Override
        public String defectType() {
            return "type " + index % 4;
        }
    }
}
