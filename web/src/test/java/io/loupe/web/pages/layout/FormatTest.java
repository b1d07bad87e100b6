package io.loupe.web.pages.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    private static final Instant NOW = Instant.parse("2026-03-12T14:32:31Z");

    @ParameterizedTest
    @CsvSource({
        "0, now",
        "16, 16 s ago",
        "1080, 18 min ago",
        "4020, 1 h 7 min ago",
        "86400, 1 day ago",
        "259200, 3 days ago",
        "2592000, 2026-02-10"
    })
    void timesAreRelativeUntilTheDateSaysMore(long seconds, String expected) {
        assertThat(Format.ago(NOW.minusSeconds(seconds), NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"12, 12 s", "90, 1 min 30 s", "1560, 26 min", "3600, 1 h", "4020, 1 h 7 min", "183600, 2 d 3 h"})
    void durationsHaveTwoUnitsAtMost(long seconds, String expected) {
        assertThat(Format.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.71319, 0.7132", "11.7361, 11.74", "0.0000123, 1.23e-05", "0, 0", "1234.56, '1,235'"})
    void valuesHaveFourDigits(double value, String expected) {
        assertThat(Format.value(value)).isEqualTo(expected);
    }

    @Test
    void whatIsNoNumberIsSaid() {
        assertThat(Format.value(Double.NaN)).isEqualTo("NaN");
        assertThat(Format.value(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }

    @Test
    void differencesCarryTheirSign() {
        assertThat(Format.difference(0.0124)).isEqualTo("+0.012");
        assertThat(Format.difference(-0.006)).isEqualTo("−0.006");
        assertThat(Format.difference(0.0001)).isEqualTo("±0.000");
    }

    @Test
    void ratesBelowOneInTenSecondsAreToldTheOtherWayRound() {
        assertThat(Format.rate(3.42, "step")).isEqualTo("3.4 steps/s");
        assertThat(Format.rate(0.04, "step")).isEqualTo("25.0 s a step");
        assertThat(Format.rate(0, "step")).isEmpty();
    }

    @Test
    void bytesHaveBinaryUnits() {
        assertThat(Format.bytes(512)).isEqualTo("512 bytes");
        assertThat(Format.bytes(1_503_238_553L)).isEqualTo("1.4 GiB");
        assertThat(Format.bytes(509_607_936)).isEqualTo("486 MiB");
    }
}
