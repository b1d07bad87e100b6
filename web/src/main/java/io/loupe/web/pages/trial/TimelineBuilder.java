package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.TimelineEntry;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.workflows.FailureReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A trial's story, newest first, each line with its shape. */
final class TimelineBuilder {
    private TimelineBuilder() {}

    static List<TrialView.Event> build(List<TimelineEntry> entries, Instant now) {
        List<TrialView.Event> events = new ArrayList<>();
        for (TimelineEntry entry : entries) {
            events.add(
                    new TrialView.Event(kind(entry), icon(entry), what(entry), more(entry), When.of(entry.at(), now)));
        }
        Collections.reverse(events);
        return events;
    }

    private static String kind(TimelineEntry entry) {
        if (entry.failure().isPresent()) {
            return "bad";
        }
        return switch (entry.state()) {
            case SUCCEEDED -> "good";
            case TRAINING, EVALUATING, EXPORTING -> "go";
            case QUEUED, PREPARING, PAUSED, NEEDS_ATTENTION, CANCELLED, GIVEN_UP -> "";
        };
    }

    private static String icon(TimelineEntry entry) {
        if (entry.failure().isPresent()) {
            return "alert";
        }
        return switch (entry.event()) {
            case "submitted" -> "user";
            case "resumed", "resume-requested", "requeued" -> "resume";
            case "pause-requested", "stopping", "paused" -> "pause";
            case "restart-requested", "restarted" -> "restart";
            case "extended" -> "extend";
            case "forked" -> "fork";
            case "cancel-requested", "cancelling" -> "cancel";
            case "checkpoint" -> "save";
            case "notice" -> "alert";
            default -> State.of(entry.state()).name();
        };
    }

    private static String what(TimelineEntry entry) {
        return entry.failure()
                .map(failure -> State.of(entry.state()).word() + ": "
                        + failure.failureClass().name())
                .orElse(entry.message());
    }

    private static String more(TimelineEntry entry) {
        return entry.failure()
                .map(FailureReport::cause)
                .map(cause -> Format.shorten(cause, 240))
                .orElse("");
    }
}
