package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void theSmallestIsCorrectedMostAndNoneFallsBelowASmallerOne() {
        List<OptionalDouble> corrected = Holm.correct(List.of(
                OptionalDouble.of(0.03), OptionalDouble.empty(), OptionalDouble.of(0.01), OptionalDouble.of(0.02)));

        assertThat(corrected)
                .containsExactly(
                        OptionalDouble.of(0.04),
                        OptionalDouble.empty(),
                        OptionalDouble.of(0.03),
                        OptionalDouble.of(0.04));
        assertThat(Holm.correct(List.of(OptionalDouble.of(0.7), OptionalDouble.of(0.9))))
                .containsExactly(OptionalDouble.of(1), OptionalDouble.of(1));
    }
}
