package io.loupe.web.pages.trial;

import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.MetricHistories;
import io.loupe.web.artifact.MetricHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Histories from the published log; a page without them is better than none, so a silent store is no error here. */
@ApplicationScoped
class StoredHistory implements History {
    private static final Logger LOG = Logger.getLogger(StoredHistory.class);

    private final MetricHistories histories;

    StoredHistory(MetricHistories histories) {
        this.histories = histories;
    }

    @Override
    public Recorded of(UUID trial, String chain, int points) {
        try {
            MetricHistory history = histories.of(trial, chain, Set.of(), 0, Long.MAX_VALUE, points);
            Map<String, List<Point>> metrics = new TreeMap<>();
            history.series()
                    .forEach((name, series) -> metrics.put(
                            name,
                            series.stream()
                                    .map(point -> new Point(point.step(), point.value(), point.at()))
                                    .toList()));
            return new Recorded(metrics, history.publishedStep());
        } catch (TrackingException e) {
            LOG.debugf("no history of trial %s: %s", trial, e.getMessage());
            return Recorded.NOTHING;
        }
    }
}
