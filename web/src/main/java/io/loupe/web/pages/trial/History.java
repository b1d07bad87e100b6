package io.loupe.web.pages.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where pages learn what a trial has recorded. */
@FunctionalInterface
interface History {
    /** What is recorded, each metric thinned to about {@code points}; nothing while nobody answers. The chain is the trial's present one. */
    Recorded of(UUID trial, String chain, int points);

    /**
     * @param metrics by MLflow's name, each by ascending step
     * @param publishedStep of the newest checkpoint, 0 for none
     */
    record Recorded(Map<String, List<Point>> metrics, long publishedStep) {
        static final Recorded NOTHING = new Recorded(Map.of(), 0);

        Optional<Long> checkpoint() {
            return publishedStep > 0 ? Optional.of(publishedStep) : Optional.empty();
        }
    }

    /** @param at milliseconds since the epoch */
    record Point(long step, double value, long at) {}
}
