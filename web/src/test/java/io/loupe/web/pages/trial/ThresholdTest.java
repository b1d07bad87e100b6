package io.loupe.web.pages.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.pages.trial.Threshold.Scored;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdTest {
    private static final List<Scored> IMAGES = List.of(
            new Scored(0.1, false),
            new Scored(0.3, false),
            new Scored(0.5, true),
            new Scored(0.4, false),
            new Scored(0.9, true));

    @Test
    void theBestThresholdSeparatesWhatCanBeSeparated() {
        Threshold best = Threshold.best(IMAGES).orElseThrow();

        assertThat(best.value()).isEqualTo(0.5);
        assertThat(best.wrong()).isZero();
        assertThat(best.f1()).isEqualTo("1.000");
    }

    @Test
    void imagesAtTheThresholdAreCalledDefective() {
        Threshold threshold = Threshold.at(0.4, IMAGES);

        assertThat(threshold).isEqualTo(new Threshold(0.4, 2, 0, 1, 2));
        assertThat(threshold.alarmShare()).isEqualTo("33.3 %");
    }

    @Test
    void withoutBothKindsThereIsNone() {
        assertThat(Threshold.best(List.of(new Scored(0.1, false)))).isEmpty();
        assertThat(Threshold.best(List.of(new Scored(0.1, true)))).isEmpty();
        assertThat(Threshold.best(List.of())).isEmpty();
    }
}
