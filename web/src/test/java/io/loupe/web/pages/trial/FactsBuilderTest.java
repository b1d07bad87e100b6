package io.loupe.web.pages.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsBuilderTest {
    @Test
    void aPauseBetweenAttemptsDoesNotSlowTheUsualRate() {
        List<History.Point> losses = List.of(
                new History.Point(1, 1, 1_000),
                new History.Point(5, 1, 2_000),
                new History.Point(9, 1, 3_000),
                new History.Point(10, 1, 900_000),
                new History.Point(14, 1, 901_000));

        assertThat(FactsBuilder.medianRate(losses)).hasValue(4.0);
    }

    @Test
    void aLearningRateThatChangesHasAChart() {
        List<TrialView.Fact> facts = FactsBuilder.build(
                Map.of(
                        "train/loss", List.of(),
                        "train/learning_rate", List.of(new History.Point(1, 1e-4, 1), new History.Point(2, 1e-5, 2))),
                Optional.empty());

        assertThat(facts).containsExactly(new TrialView.Fact("Learning rate", "1.00e-05", "learning-rate-chart"));
    }

    @Test
    void nothingIsSaidOfWhatIsNotRecorded() {
        assertThat(FactsBuilder.build(Map.of(), Optional.empty())).isEmpty();
    }
}
