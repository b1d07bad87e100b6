package io.loupe.detectors.metric;

import java.util.ArrayList;
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
