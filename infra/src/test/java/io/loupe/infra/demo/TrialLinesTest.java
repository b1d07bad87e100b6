package io.loupe.infra.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.client.TrialView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialLinesTest {

    @Test
    void trainingShowsStepsLossAndTimeLeft() {
        TrialView trial = trial("original", "TRAINING", new TrialView.Progress("training", 30, 120, 1.5, 0.12345));

        assertThat(TrialLines.of(List.of(trial)))
                .containsExactly("  original  training  [##--------]  25 %  30/120  1 min 00 s left  loss 0.123");
    }

    @Test
    void evaluatingCountsImages() {
        TrialView trial = trial("vae", "EVALUATING", new TrialView.Progress("evaluating", 35, 70, 0, Double.NaN));

        assertThat(TrialLines.of(List.of(trial))).containsExactly("  vae  evaluating  [#####-----]  50 %  35/70");
    }

    @Test
    void aHundredColumnsShowEverything() {
        TrialView trial = new TrialView(
                "1",
                "original",
                "washer / original / seed 1",
                "TRAINING",
                Optional.of(new TrialView.Progress("training", 10_000, 12_000, 3.6, 0.12345)),
                Optional.empty(),
                Map.of(),
                Map.of());

        String line = TrialLines.of(List.of(trial)).getFirst();

        assertThat(line).endsWith("10000/12000  9 min 16 s left  loss 0.123").hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void aTrialAtRestShowsItsStateAlone() {
        TrialView trial = trial("vae", "NEEDS_ATTENTION", new TrialView.Progress("training", 35, 70, 1, 0.1));

        assertThat(TrialLines.of(List.of(trial))).containsExactly("  vae  needs attention");
    }

    @Test
    void resultsStandSideBySide() {
        TrialView done = new TrialView(
                "1",
                "vae",
                "vae",
                "SUCCEEDED",
                Optional.empty(),
                Optional.empty(),
                Map.of("eval/image_auroc", 0.9876, "eval/pixel_auroc", 1.0),
                Map.of());

        assertThat(ResultsTable.of(List.of(done)))
                .containsExactly(
                        "       image AUROC  pixel AUROC  AU-PRO (0.3)",
                        "  vae       98.8 %      100.0 %             -");
    }

    private static TrialView trial(String arm, String state, TrialView.Progress progress) {
        return new TrialView("1", arm, arm, state, Optional.of(progress), Optional.empty(), Map.of(), Map.of());
    }
}
