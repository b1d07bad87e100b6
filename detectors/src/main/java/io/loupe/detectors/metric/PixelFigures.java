package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Undefined;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of a set of defects.
 *
 * @param ranking AUROC, average precision and largest F1 of pixels
 * @param auPro area below the overlap curve, by limit of the false positive rate
 * @param regions defect regions
 * @param defectivePixels their pixels
 */
public record PixelFigures(Ranking ranking, Map<Double, Metric> auPro, long regions, long defectivePixels) {
    public PixelFigures {
        auPro = Collections.unmodifiableMap(new TreeMap<>(auPro));
    }

    /** Nothing can be said, as there are no defects or nothing else. */
    public static PixelFigures undefined(String reason, Collection<Double> limits) {
        Map<Double, Metric> auPro = new TreeMap<>();
        limits.forEach(limit -> auPro.put(limit, new Undefined(reason)));
        return new PixelFigures(Ranking.undefined(reason), auPro, 0, 0);
    }
}
