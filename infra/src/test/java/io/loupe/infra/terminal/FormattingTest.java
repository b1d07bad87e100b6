package io.loupe.infra.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FormattingTest {

    @Test
    void durationsReadAsPeopleSayThem() {
        assertThat(Durations.format(Duration.ofMillis(430))).isEqualTo("0.4 s");
        assertThat(Durations.format(Duration.ofMillis(59_900))).isEqualTo("59.9 s");
        assertThat(Durations.format(Duration.ofMillis(59_990))).isEqualTo("1 min 00 s");
        assertThat(Durations.format(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(Durations.format(Duration.ofSeconds(599))).isEqualTo("9 min 59 s");
        assertThat(Durations.format(Duration.ofSeconds(899))).isEqualTo("14 min");
        assertThat(Durations.format(Duration.ofMinutes(64))).isEqualTo("1 h 04 min");
    }

    @Test
    void barsShowTheShareThatIsDone() {
        assertThat(ProgressBar.bar(1, 3)).isEqualTo("[###-------]  33 %");
        assertThat(ProgressBar.bar(0, 0)).isEqualTo("[----------]   0 %");
        assertThat(ProgressBar.bar(5, 4)).isEqualTo("[##########] 100 %");
    }

    @Test
    void timeLeftNeedsARate() {
        assertThat(ProgressBar.timeLeft(10, 100, 0)).isEmpty();
        assertThat(ProgressBar.timeLeft(10, 100, 2)).isEqualTo("45.0 s left");
        assertThat(ProgressBar.timeLeft(100, 100, 2)).isEmpty();
    }

    @Test
    void numbersOfATableAlignToTheRight() {
        assertThat(new Table(1).row("", "AU-PRO").row("original", "9.1 %").lines())
                .containsExactly("            AU-PRO", "  original   9.1 %");
    }
}
