package io.loupe.detectors.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The evaluation of MVTec AD as its authors describe it, written out slowly: every pixel of every image is sorted, and
 * curves have a point for each distinct score. Shares no code with what it is compared with.
 */
final class MvtecAlgorithm {
    private record Pixel(float score, boolean sound, double share) {}

    private record Point(double falsePositiveRate, double overlap, double recall, double precision) {}

    private final List<Point> points = new ArrayList<>();
    private int regions;

    private MvtecAlgorithm() {}

    static MvtecAlgorithm sort(List<InMemory> images) {
        MvtecAlgorithm algorithm = new MvtecAlgorithm();
        List<Pixel> pixels = new ArrayList<>();
        images.forEach(image -> algorithm.label(image, pixels));
        pixels.sort(Comparator.comparingDouble(pixel -> -pixel.score()));
        double sound = pixels.stream().filter(Pixel::sound).count();
        double defective = pixels.size() - sound;
        double falsePositives = 0;
        double truePositives = 0;
        double overlap = 0;
        algorithm.points.add(new Point(0, 0, 0, 1));
        for (int i = 0; i < pixels.size(); i++) {
            Pixel pixel = pixels.get(i);
            falsePositives += pixel.sound() ? 1 : 0;
            truePositives += pixel.sound() ? 0 : 1;
            overlap += pixel.share();
            if (i == pixels.size() - 1 || pixels.get(i + 1).score() != pixel.score()) {
                algorithm.points.add(new Point(
                        falsePositives / sound,
                        Math.min(1, overlap / algorithm.regions),
                        truePositives / defective,
                        truePositives / (truePositives + falsePositives)));
            }
        }
        return algorithm;
    }

    int regions() {
        return regions;
    }

    double auPro(double limit) {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            double width = to.falsePositiveRate - from.falsePositiveRate;
            if (to.falsePositiveRate > limit) {
                double left = limit - from.falsePositiveRate;
                double cut = from.overlap + (to.overlap - from.overlap) * left / width;
                return (area + left * (from.overlap + cut) / 2) / limit;
            }
            area += width * (from.overlap + to.overlap) / 2;
        }
        return area / limit;
    }

    double auroc() {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            area += (to.falsePositiveRate - from.falsePositiveRate) * (from.recall + to.recall) / 2;
        }
        return area;
    }

    double averagePrecision() {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            sum += (points.get(i).recall - points.get(i - 1).recall) * points.get(i).precision;
        }
        return sum;
    }

    double f1Max() {
        return Collections.max(points.stream()
                .map(p -> p.recall == 0 ? 0 : 2 * p.precision * p.recall / (p.precision + p.recall))
                .toList());
    }

    /** Finds what is connected, corners included, by flooding. */
    private void label(InMemory image, List<Pixel> pixels) {
        int width = image.map().width();
        int height = image.map().height();
        double[] shares = new double[width * height];
        for (int start = 0; start < shares.length; start++) {
            if (image.mask().defective().get(start) && shares[start] == 0) {
                List<Integer> region = flood(image, start, shares);
                region.forEach(at -> shares[at] = 1.0 / region.size());
                regions++;
            }
        }
        for (int at = 0; at < shares.length; at++) {
            boolean sound = !image.mask().defective().get(at);
            pixels.add(new Pixel(image.map().values()[at], sound, shares[at]));
        }
    }

    private static List<Integer> flood(InMemory image, int start, double[] seen) {
        int width = image.map().width();
        int height = image.map().height();
        List<Integer> region = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = 1;
        while (!open.isEmpty()) {
            int at = open.pop();
            region.add(at);
            for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
                for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                    int next = y * width + x;
                    if (image.mask().defective().get(next) && seen[next] == 0) {
                        seen[next] = 1;
                        open.push(next);
                    }
                }
            }
        }
        return region;
    }
}
