package io.loupe.infra.demo;

import io.loupe.infra.client.TrialView;
import io.loupe.infra.terminal.ProgressBar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trials as lines with progress bars; steps while they train, images while they are evaluated. */
final class TrialLines {

    private TrialLines() {}

    static List<String> of(List<TrialView> trials) {
        int width =
                trials.stream().mapToInt(trial -> trial.label().length()).max().orElse(0);
        return trials.stream().map(trial -> line(trial, width)).toList();
    }

    private static String line(TrialView trial, int width) {
        String head = String.format("  %-" + Math.max(width, 1) + "s  %-8s", trial.label(), state(trial.state()));
        Optional<TrialView.Progress> progress = trial.progress().filter(known -> !trial.resting());
        String tail = progress.map(TrialLines::describe).orElse("");
        return (head + "  " + tail).stripTrailing();
    }

    /** What may be cut off at the terminal's edge stands last. */
    private static String describe(TrialView.Progress progress) {
        String left = ProgressBar.timeLeft(progress.step(), progress.total(), progress.stepsPerSecond());
        boolean lossKnown = !Double.isNaN(progress.loss()) && !progress.phase().equals("evaluating");
        return ProgressBar.bar(progress.step(), progress.total())
                + "  " + progress.step() + "/" + progress.total()
                + (left.isEmpty() ? "" : "  " + left)
                + (lossKnown ? String.format(Locale.ROOT, "  loss %.3g", progress.loss()) : "");
    }

    /** {@code NEEDS_ATTENTION} as {@code needs attention}. */
    static String state(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
