package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Value;

/** Short words for figures that are defined. */
final class Figures {
    private Figures() {}

    static double value(Metric metric) {
        return ((Value) metric).value();
    }

    static double auroc(PixelMetrics metrics) {
        return value(metrics.all().ranking().auroc());
    }

    static double auPro(PixelMetrics metrics, double limit) {
        return value(metrics.all().auPro().get(limit));
    }
}
