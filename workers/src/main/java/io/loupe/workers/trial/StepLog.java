package io.loupe.workers.trial;

import io.loupe.detectors.StepReport;
import io.loupe.tracking.checkpoint.MetricPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The metric points since the last checkpoint was taken, each with the time its step was done. */
final class StepLog {
    private List<MetricPoint> points = new ArrayList<>();

    void add(StepReport report, long at) {
        new TreeMap<>(report.metrics())
                .forEach((name, value) -> points.add(new MetricPoint(name, value, report.step(), at)));
    }

    /** Hands the points over and begins anew. */
    List<MetricPoint> cut() {
        List<MetricPoint> cut = List.copyOf(points);
        points = new ArrayList<>();
        return cut;
    }
}
