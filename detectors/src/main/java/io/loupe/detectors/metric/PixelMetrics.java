package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well maps find the defects' pixels, over all test images of one category, good ones included.
 *
 * <p>Pixel AUROC: probability that a defective pixel scores higher than a sound one, ties counting half.
 *
 * <p>PRO (per-region overlap): at a threshold, the share of each connected defect region at or above it, averaged over all
 * regions of all images. AU-PRO is the area below PRO over the false positive rate of all sound pixels, from 0 to a
 * limit, interpolated at the limit and divided by it. Source: Bergmann et al., MVTec AD (IJCV 2021), section 5, and its
 * published evaluation code.
 *
 * @param auroc pixel AUROC
 * @param auPro AU-PRO by limit
 * @param roc true over false positive rate of pixels
 * @param pro PRO over false positive rate
 * @param regions connected defect regions
 * @param defectivePixels their pixels
 * @param soundPixels all others
 */
public record PixelMetrics(
        Metric auroc,
        Map<Double, Metric> auPro,
        Curve roc,
        Curve pro,
        long regions,
        long defectivePixels,
        long soundPixels) {
    public PixelMetrics {
        auPro = Map.copyOf(auPro);
    }

    /**
     * Measures. Each image is asked for its map and mask twice; about 40 bytes per defective pixel are held.
     *
     * @param images all test images of one category
     * @param limits false positive rates up to which AU-PRO is wanted, each above 0 and at most 1
     * @throws io.loupe.detectors.DetectorException with {@code NUMERICS} if a score is NaN, with {@code DATA} if a mask
     *     and its map differ in size
     */
    public static PixelMetrics of(List<? extends ScoredPixels> images, double... limits) {
        for (double limit : limits) {
            if (!(limit > 0 && limit <= 1)) {
                throw new IllegalArgumentException(
                        "the limit " + limit + " of the false positive rate is not within (0, 1]");
            }
        }
        DefectScores defects = DefectScores.collect(images);
        if (defects.regions() == 0) {
            return undefined("there are no defective pixels in the masks", defects, 0, limits);
        }
        SoundRanks ranks = SoundRanks.count(images, defects);
        if (ranks.total() == 0) {
            return undefined("there are no sound pixels", defects, 0, limits);
        }
        return measured(defects, ranks, limits);
    }

    private static PixelMetrics measured(DefectScores defects, SoundRanks ranks, double... limits) {
        CurveArea roc = new CurveArea(1);
        CurveArea pro = new CurveArea(limits);
        double sound = ranks.total();
        double defective = defects.pixels();
        long falsePositives = 0;
        long truePositives = 0;
        double overlap = 0;
        for (int i = defects.distinct() - 1; i >= 0; i--) {
            // Down to this score only sound pixels were added, and with it both kinds at once.
            falsePositives += ranks.above(i);
            roc.to(falsePositives / sound, truePositives / defective);
            pro.to(falsePositives / sound, Math.min(1, overlap / defects.regions()));
            falsePositives += ranks.equal(i);
            truePositives += defects.count(i);
            overlap += defects.weight(i);
            roc.to(falsePositives / sound, truePositives / defective);
            pro.to(falsePositives / sound, Math.min(1, overlap / defects.regions()));
        }
        roc.to(1, 1);
        pro.to(1, 1);
        Map<Double, Metric> auPro = new TreeMap<>();
        for (int i = 0; i < limits.length; i++) {
            auPro.put(limits[i], new Value(pro.share(i)));
        }
        return new PixelMetrics(
                new Value(roc.share(0)),
                auPro,
                roc.curve(),
                pro.curve(),
                defects.regions(),
                defects.pixels(),
                ranks.total());
    }

    private static PixelMetrics undefined(String reason, DefectScores defects, long sound, double... limits) {
        Map<Double, Metric> auPro = new TreeMap<>();
        for (double limit : limits) {
            auPro.put(limit, new Undefined(reason));
        }
        return new PixelMetrics(
                new Undefined(reason), auPro, Curve.EMPTY, Curve.EMPTY, defects.regions(), defects.pixels(), sound);
    }
}
