package io.loupe.web.pages.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where pages learn what a trial has recorded. */
public interface History {
    /**
     * Metrics of training by MLflow's name, thinned to about {@code points} each; empty while nothing is recorded or
     * nobody answers.
     */
    Map<String, List<Point>> metrics(UUID trial, int points);

    /** The newest published checkpoint. */
    Optional<Long> checkpoint(UUID trial);

    record Point(long step, double value) {}
}
