package io.loupe.bench;

import io.loupe.detectors.evaluation.EvaluationProgress;
import java.util.Locale;
import java.util.Map;

/** Says when each stage of a trial began and how its training goes. */
final class TrialClock implements EvaluationProgress {
    private final long start = System.nanoTime();

    void train(Map<String, Double> metrics, long step, long total) {
        if (step % 50 == 0 || step == total) {
            System.out.printf(Locale.ROOT, "%6.1f s  step %d of %d  %s%n", seconds(), step, total, metrics);
        }
    }

    @Override
    public void at(Stage stage, int done, int total) {
        if (done == 0 || done == total) {
            System.out.printf(Locale.ROOT, "%6.1f s  %s %d of %d%n", seconds(), stage, done, total);
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
