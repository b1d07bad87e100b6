package io.loupe.workers.trial;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.mlflow.RunTracker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MLflow in memory: a point is keyed by all its parts, and the server can be away. */
final class RecordedRuns implements RunTracker {
    private final Set<MetricPoint> points = new LinkedHashSet<>();
    private final List<String> statuses = new ArrayList<>();
    private boolean away;

    synchronized void away(boolean gone) {
        away = gone;
    }

    synchronized List<MetricPoint> points() {
        return List.copyOf(points);
    }

    /** What the run came to, oldest first; it begins as RUNNING, and the same again is no change. */
    synchronized List<String> statuses() {
        return List.copyOf(statuses);
    }

    private void answer() {
        if (away) {
            throw new TrackingException("MLflow does not answer", true, null);
        }
    }

    @Override
    public synchronized Run ensureRun(RunDescription description) {
        answer();
        return new Run("run-" + description.trialId(), "1", "mlflow/1/run-" + description.trialId() + "/artifacts");
    }

    @Override
    public synchronized Run ensureExperiment(String experimentId, String experimentName) {
        answer();
        return new Run("experiment", "1", "mlflow/1/experiment/artifacts");
    }

    @Override
    public synchronized void log(String runId, List<MetricPoint> more) {
        answer();
        points.addAll(more);
    }

    @Override
    public synchronized void tag(String runId, Map<String, String> tags) {
        answer();
    }

    @Override
    public synchronized void setStatus(String runId, String status) {
        answer();
        if (!status.equals(statuses.isEmpty() ? "RUNNING" : statuses.getLast())) {
            statuses.add(status);
        }
    }
}
