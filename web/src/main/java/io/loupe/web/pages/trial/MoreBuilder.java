package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.EarlierAttempt;
import io.loupe.web.catalogue.Standing;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verbs;
import io.loupe.web.catalogue.Verdict;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verbs beside resume and cancel, and what they have made of a trial. */
final class MoreBuilder {
    private MoreBuilder() {}

    static TrialView.More build(Surroundings around, boolean checkpoint, Instant now) {
        boolean finished = around.standing() == Standing.SUCCEEDED;
        boolean extendable = finished && around.extension().obstacle().isEmpty();
        long length = around.extension().length();
        return new TrialView.More(
                happens(Verb.PAUSE, around.standing()),
                happens(Verb.RESTART, around.standing()) && (checkpoint || around.standing() != Standing.QUEUED),
                checkpoint,
                extendable ? around.extension().setting() : "",
                length,
                length + Math.max(1, length / 2),
                finished ? around.extension().obstacle().orElse("") : "",
                around.family().parent().map(parent -> relative(parent, "")),
                around.family().forks().stream()
                        .map(fork -> relative(
                                fork,
                                fork.origin()
                                        .map(origin -> "from step " + Format.number(origin.step()))
                                        .orElse("")))
                        .toList(),
                around.earlier().stream().map(one -> earlier(one, now)).toList());
    }

    private static boolean happens(Verb verb, Standing standing) {
        return Verbs.verdict(verb, standing) instanceof Verdict.Happens;
    }

    private static TrialView.Relative relative(Trial trial, String note) {
        return new TrialView.Relative(trial.name(), "/trials/" + trial.id(), State.of(trial.state()), note);
    }

    private static TrialView.Earlier earlier(EarlierAttempt attempt, Instant now) {
        String what = (attempt.verb() == Verb.RESTART ? "Before it was restarted by " : "Before it was extended by ")
                + attempt.who();
        String figures = attempt.metrics().entrySet().stream()
                .filter(metric -> MetricWords.headlines().contains(metric.getKey()))
                .sorted(Map.Entry.comparingByKey(MetricWords.order()))
                .map(metric -> MetricWords.word(metric.getKey()) + " " + Format.metric(metric.getValue()))
                .collect(Collectors.joining(" · "));
        String step = attempt.step().isPresent()
                ? "step " + Format.number(attempt.step().getAsLong())
                : "not evaluated";
        return new TrialView.Earlier(
                what,
                Optional.of(figures)
                        .filter(text -> !text.isEmpty())
                        .map(text -> step + " · " + text)
                        .orElse(step),
                When.of(attempt.at(), now));
    }
}
