package io.loupe.tracking.testing;

import io.loupe.tracking.checkpoint.MetricPoint;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A run as the server holds it. */
public final class StoredRun {
    public final String id;
    public final String experiment;
    public String name = "";
    public String status = "RUNNING";
    public long endTime;
    public String stage = "active";
    public long startTime;
    public final Map<String, String> tags = new LinkedHashMap<>();
    public final Map<String, String> params = new LinkedHashMap<>();
    public final Set<MetricPoint> points = new LinkedHashSet<>();
    public final Set<String> datasets = new LinkedHashSet<>();

    StoredRun(String id, String experiment) {
        this.id = id;
        this.experiment = experiment;
    }
}
