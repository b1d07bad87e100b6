package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.image.Maps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/** Small random maps, and metrics worked out slowly, word for word from their definitions. */
final class RandomMaps {
    private RandomMaps() {}

    /** Two or three images of up to 12 x 12 pixels with scores from {@code values} different ones. */
    static List<InMemory> images(long seed, int values) {
        Random random = new Random(seed);
        int width = 2 + random.nextInt(11);
        int height = 2 + random.nextInt(11);
        List<InMemory> images = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            double[] scores = new double[width * height];
            boolean[] defective = new boolean[width * height];
            for (int at = 0; at < scores.length; at++) {
                scores[at] = random.nextInt(values) - values / 3;
                defective[at] = i > 0 && random.nextInt(4) == 0;
            }
            defective[0] |= i == 1;
            images.add(InMemory.of(width, height, scores, defective));
        }
        return images;
    }

    static InMemory with(InMemory image, DoubleUnaryOperator change) {
        int pixels = image.map().values().length;
        double[] scores = new double[pixels];
        boolean[] defective = new boolean[pixels];
        for (int at = 0; at < pixels; at++) {
            scores[at] = change.applyAsDouble(image.map().values()[at]);
            defective[at] = image.mask().defective().get(at);
        }
        return InMemory.of(image.map().width(), image.map().height(), scores, defective);
    }

    /** The same with the scores of defective pixels moved. */
    static List<InMemory> withDefectsMoved(List<InMemory> images, double by) {
        return images.stream()
                .map(image -> {
                    float[] scores = image.map().values().clone();
                    image.mask().defective().stream().forEach(at -> scores[at] += (float) by);
                    AnomalyMap map =
                            new AnomalyMap(image.map().width(), image.map().height(), scores);
                    return new InMemory(image.name(), map, image.mask());
                })
                .toList();
    }

    /** Smooth maps with elliptic defects that score somewhat higher, as a network's map made larger; every third good. */
    static List<InMemory> smooth(int count, int small, int side) {
        Random random = new Random(7);
        List<InMemory> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BitSet defective = new BitSet();
            for (int defect = 0; defect < (i % 3 == 0 ? 0 : 1 + random.nextInt(3)); defect++) {
                ellipse(defective, side, random);
            }
            float[] scores = new float[small * small];
            for (int at = 0; at < scores.length; at++) {
                int x = at % small * side / small;
                int y = at / small * side / small;
                double inside = defective.get(y * side + x) ? 0.5 : 0;
                scores[at] = (float) Math.exp(0.4 * random.nextGaussian() + inside - 3);
            }
            AnomalyMap map = Maps.resize(Maps.gaussian(new AnomalyMap(small, small, scores), 0.8), side, side);
            images.add(new InMemory("image " + i, map, new PixelMask(side, side, defective)));
        }
        return images;
    }

    private static void ellipse(BitSet pixels, int side, Random random) {
        double centreX = side * (0.2 + 0.6 * random.nextDouble());
        double centreY = side * (0.2 + 0.6 * random.nextDouble());
        double radiusX = side * (0.03 + 0.09 * random.nextDouble());
        double radiusY = side * (0.03 + 0.09 * random.nextDouble());
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double distance = Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
                if (distance < 1) {
                    pixels.set(y * side + x);
                }
            }
        }
    }

    static double pairwiseAuroc(List<InMemory> images) {
        double wins = 0;
        double pairs = 0;
        for (InMemory one : images) {
            for (InMemory other : images) {
                for (int p = 0; p < one.map().values().length; p++) {
                    for (int n = 0; n < other.map().values().length; n++) {
                        if (one.mask().defective().get(p)
                                && !other.mask().defective().get(n)) {
                            int order = Float.compare(
                                    one.map().values()[p], other.map().values()[n]);
                            wins += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                            pairs++;
                        }
                    }
                }
            }
        }
        return wins / pairs;
    }

    static double auProByThresholds(List<InMemory> images, double limit) {
        TreeSet<Float> thresholds = new TreeSet<>();
        images.forEach(image -> {
            for (float score : image.map().values()) {
                thresholds.add(score);
            }
        });
        double area = 0;
        double lastRate = 0;
        double lastOverlap = 0;
        for (float threshold : thresholds.descendingSet()) {
            double rate = falsePositiveRate(images, threshold);
            double overlap = overlap(images, threshold);
            if (rate > limit) {
                double cut = lastOverlap + (overlap - lastOverlap) * (limit - lastRate) / (rate - lastRate);
                return (area + (limit - lastRate) * (lastOverlap + cut) / 2) / limit;
            }
            area += (rate - lastRate) * (lastOverlap + overlap) / 2;
            lastRate = rate;
            lastOverlap = overlap;
        }
        return area / limit;
    }

    private static double falsePositiveRate(List<InMemory> images, float threshold) {
        double positive = 0;
        double sound = 0;
        for (InMemory image : images) {
            for (int at = 0; at < image.map().values().length; at++) {
                if (!image.mask().defective().get(at)) {
                    sound++;
                    positive += image.map().values()[at] >= threshold ? 1 : 0;
                }
            }
        }
        return positive / sound;
    }

    private static double overlap(List<InMemory> images, float threshold) {
        double sum = 0;
        int count = 0;
        for (InMemory image : images) {
            Regions regions = Regions.of(image.mask());
            double[] found = new double[regions.count()];
            for (int run = 0; run < regions.runs(); run++) {
                for (int at = regions.start(run); at < regions.end(run); at++) {
                    found[regions.region(run)] += image.map().values()[at] >= threshold ? 1 : 0;
                }
            }
            for (int region = 0; region < found.length; region++) {
                sum += found[region] / regions.size(region);
                count++;
            }
        }
        return sum / count;
    }
}
