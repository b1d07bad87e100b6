package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * One way through the defective pixels, from the highest score down; all figures are added up on it.
 *
 * <p>A region is found to the share of its pixels that are at or above the threshold, or wholly once its saturation is
 * reached.
 */
final class Sweep {
    private final DefectPixels defects;
    private final SoundRanks ranks;
    private final int[] missing; // pixels of each region that it still lacks to saturation
    private final int[] types; // of each region
    private final Population all;
    private final Map<String, Population> byType = new LinkedHashMap<>();
    private final List<Population> populations;
    private final CurveDrawing roc = new CurveDrawing();
    private final CurveDrawing overlap = new CurveDrawing();
    private final long sound;

    private Sweep(List<? extends MarkedImage> images, DefectPixels defects, SoundRanks ranks, double... limits) {
        this.defects = defects;
        this.ranks = ranks;
        sound = ranks.total();
        missing = new int[defects.regions()];
        types = new int[defects.regions()];
        all = new Population();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int region = 0; region < missing.length; region++) {
            missing[region] = defects.saturation(region);
            String type = images.get(defects.image(region)).defectType();
            types[region] = numbers.computeIfAbsent(type, _ -> numbers.size());
            byType.computeIfAbsent(type, _ -> new Population()).regions++;
            all.regions++;
        }
        populations = List.copyOf(byType.values());
        for (int i = 0; i < defects.size(); i++) {
            if (!defects.counted(i)) {
                populations.get(types[defects.region(i)]).pixels++;
                all.pixels++;
            }
        }
        all.begin(sound, limits);
        populations.forEach(population -> population.begin(sound, limits));
    }

    static PixelMetrics of(List<? extends MarkedImage> images, double... limits) {
        for (double limit : limits) {
            if (!(limit > 0 && limit <= 1)) {
                throw new IllegalArgumentException(
                        "the limit " + limit + " of the false positive rate is not within (0, 1]");
            }
        }
        DefectPixels defects = DefectPixels.collect(images);
        if (defects.size() == 0) {
            return undefined("there are no defective pixels in the masks", limits);
        }
        SoundRanks ranks = SoundRanks.count(images, defects, table(defects));
        if (ranks.total() == 0) {
            return undefined("there are no sound pixels", limits);
        }
        return new Sweep(images, defects, ranks, limits).down(limits);
    }

    private static RankTable table(DefectPixels defects) {
        int[] keys = new int[defects.size()];
        int distinct = 0;
        for (int i = 0; i < defects.size(); i++) {
            if (i == 0 || defects.key(i) != defects.key(i - 1)) {
                keys[distinct++] = defects.key(i);
            }
        }
        return new RankTable(keys, distinct);
    }

    private PixelMetrics down(double... limits) {
        long above = 0;
        int rank = ranks.scores();
        int end = defects.size();
        while (end > 0) {
            rank--;
            above += ranks.above(rank);
            long withEqual = above + ranks.equal(rank);
            int begin = end;
            int key = defects.key(end - 1);
            while (begin > 0 && defects.key(begin - 1) == key) {
                begin--;
                gather(begin);
            }
            // Down to this score only sound pixels were passed, and with it both kinds at once.
            double from = above / (double) sound;
            double to = withEqual / (double) sound;
            draw(from);
            float score = SortableScores.score(key);
            all.pass(score, above, withEqual, from, to);
            for (Population population : populations) {
                population.pass(score, above, withEqual, from, to);
            }
            draw(to);
            above = withEqual;
            end = begin;
        }
        Map<String, PixelFigures> figures = new LinkedHashMap<>();
        byType.forEach((type, population) -> figures.put(type, population.figures(limits)));
        figures.remove("");
        return new PixelMetrics(all.figures(limits), figures, roc.finish(), overlap.finish(), sound);
    }

    private void gather(int i) {
        int region = defects.region(i);
        Population type = populations.get(types[region]);
        if (!defects.counted(i)) {
            all.gathered++;
            type.gathered++;
        }
        if (missing[region] > 0) {
            missing[region]--;
            double weight = 1.0 / defects.saturation(region);
            all.gatheredOverlap += weight;
            type.gatheredOverlap += weight;
        }
    }

    private void draw(double falsePositiveRate) {
        roc.to(falsePositiveRate, all.ranking.recall());
        overlap.to(falsePositiveRate, all.overlap.overlap());
    }

    private static PixelMetrics undefined(String reason, double... limits) {
        PixelFigures none =
                PixelFigures.undefined(reason, DoubleStream.of(limits).boxed().toList());
        return new PixelMetrics(none, Map.of(), Curve.EMPTY, Curve.EMPTY, 0);
    }

    /** The defects of one type, or all. */
    private static final class Population {
        private long regions;
        private long pixels;
        private RankingSum ranking;
        private OverlapSum overlap;
        private long gathered; // pixels with the score that is looked at
        private double gatheredOverlap;

        void begin(long sound, double... limits) {
            ranking = new RankingSum(sound, pixels);
            overlap = new OverlapSum(regions, limits);
        }

        void pass(float score, long above, long withEqual, double from, double to) {
            if (gathered > 0) {
                ranking.add(score, above, withEqual, gathered);
                gathered = 0;
            }
            if (gatheredOverlap > 0) {
                overlap.add(from, to, gatheredOverlap);
                gatheredOverlap = 0;
            }
        }

        PixelFigures figures(double... limits) {
            Map<Double, Metric> auPro = new TreeMap<>();
            for (int i = 0; i < limits.length; i++) {
                auPro.put(limits[i], new Value(overlap.share(i)));
            }
            return new PixelFigures(ranking.ranking(), auPro, regions, pixels);
        }
    }
}
