package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NulInTextTest {

    @ParameterizedTest
    @CsvSource({"22021, true", "22P05, true", "22003, false", "23505, false", ", false"})
    void whatTheDatabaseSaysTellsWhetherATextHoldsNul(String state, boolean nul) {
        RuntimeException failure = new IllegalStateException(new SQLException("x", state));

        assertThat(NulInText.seenIn(failure)).isEqualTo(nul);
        assertThat(NulInText.seenIn(new IllegalStateException("no"))).isFalse();
    }
}
