package io.loupe.web.pages.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainingBuilderTest {
    @Test
    void lossesAreShownAndNothingElseWhereThereAreAny() {
        TrialView.Training training = TrainingBuilder.build(
                Map.of(
                        "train/loss", points(1, 3),
                        "train/loss/log_likelihood", points(1, 3),
                        "train/learning_rate", points(1, 3),
                        "train/selected_patches", points(1, 3)),
                Optional.empty());

        assertThat(training.terms()).extracting(TrialView.Term::word).containsExactly("total", "log likelihood");
    }

    @Test
    void aMethodThatMinimisesNothingShowsWhatItMeasures() {
        TrialView.Training training = TrainingBuilder.build(
                Map.of(
                        "train/coverage_radius", points(4, 6),
                        "train/selected_patches", points(4, 6),
                        "train/learning_rate", points(1, 6),
                        "eval/image_auroc", points(6, 6)),
                Optional.empty());

        assertThat(training.terms())
                .extracting(TrialView.Term::word)
                .containsExactly("coverage radius", "selected patches");
        assertThat(training.rows()).extracting(List::getFirst).containsExactly("4", "5", "6");
    }

    private static List<History.Point> points(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(step -> new History.Point(step, step, step * 1000))
                .toList();
    }
}
