package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAwayTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true, connection lost",
        "57P01, true, ended by an administrator",
        "57P03, true, starting",
        "53100, true, disk full",
        "53300, true, too many connections",
        "58030, true, its files fail",
        "25006, true, read-only",
        "23505, false, a key is taken",
        "23514, false, a rule of the schema",
        "57014, false, a statement was cancelled",
        "42601, false, our own mistake"
    })
    void whatItSaysTellsWhetherTryingAgainMayHelp(String state, boolean away, String why) {
        RuntimeException failure = new IllegalStateException(new SQLException(why, state));

        assertThat(DatabaseAway.seenIn(failure)).isEqualTo(away);
    }

    @Test
    void aPoolWithoutAFreeConnectionIsAway() {
        assertThat(DatabaseAway.seenIn(new SQLException("acquisition timeout"))).isTrue();
    }

    @Test
    void anythingElseIsNot() {
        assertThat(DatabaseAway.seenIn(new IllegalStateException("no"))).isFalse();
    }
}
