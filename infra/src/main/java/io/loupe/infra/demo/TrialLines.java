package io.loupe.infra.demo;

import io.loupe.infra.client.TrialView;
import io.loupe.infra.terminal.ProgressBar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trials as lines with progress bars. */
final class TrialLines {

    private TrialLines() {}

    static List<String> of(List<TrialView> trials) {
        int width =
                trials.stream().mapToInt(trial -> trial.label().length()).max().orElse(0);
        return trials.stream().map(trial -> line(trial, width)).toList();
    }

    private static String line(TrialView trial, int width) {
        String head = String.format("  %-" + Math.max(width, 1) + "s  %-15s", trial.label(), state(trial.state()));
        Optional<TrialView.Progress> progress = trial.progress().filter(known -> !trial.resting());
        String tail = progress.map(TrialLines::describe).orElse("");
        return (head + " " + tail).stripTrailing();
    }

    private static String describe(TrialView.Progress progress) {
        String unit = progress.phase().equals("evaluating") ? "image" : "step";
        String loss = Double.isNaN(progress.loss()) || progress.phase().equals("evaluating")
                ? ""
                : String.format(Locale.ROOT, "  loss %.4g", progress.loss());
        String left = ProgressBar.timeLeft(progress.step(), progress.total(), progress.stepsPerSecond());
        return ProgressBar.bar(progress.step(), progress.total())
                + "  " + unit + " " + progress.step() + "/" + progress.total()
                + loss
                + (left.isEmpty() ? "" : "  " + left);
    }

    /** {@code NEEDS_ATTENTION} as {@code needs attention}. */
    static String state(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
