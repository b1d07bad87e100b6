package io.loupe.web.pages.layout;

import io.loupe.workflows.trial.TrialProgress;
import java.time.Duration;

/** How a heartbeat is written. */
public final class Progress {
    private Progress() {}

    public static ProgressView of(TrialProgress progress) {
        String unit =
                switch (progress.phase()) {
                    case "evaluating" -> "image";
                    case "timing" -> "pass";
                    default -> "step";
                };
        String units = unit.equals("pass") ? "passes" : unit + "s";
        long total = Math.max(progress.total(), 1);
        return new ProgressView(
                Format.number(progress.step()),
                progress.total() > 0 ? "/ " + Format.count(progress.total(), unit, units) : units,
                Math.min(progress.step(), total),
                total,
                (int) Math.min(100, 100 * progress.step() / total),
                Format.rate(progress.stepsPerSecond(), unit),
                left(progress).map(Format::duration).orElse(""));
    }

    /** Time to the end at the recent rate; empty while it is not known. */
    public static java.util.Optional<Duration> left(TrialProgress progress) {
        if (!(progress.stepsPerSecond() > 0) || progress.total() <= 0 || progress.step() >= progress.total()) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(
                Duration.ofSeconds(Math.round((progress.total() - progress.step()) / progress.stepsPerSecond())));
    }
}
