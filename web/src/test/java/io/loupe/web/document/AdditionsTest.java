package io.loupe.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdditionsTest {
    private static Checked joined(String addition) {
        ExperimentDocument document = Catalogues.valid(
                "loupe: 1\nname: n\ndata: [{ dataset: washers }]\narms: [{ name: a, detector: vt-adl }]");
        return new Additions(Catalogues.checker()).joined(document.toMap(), addition);
    }

    @Test
    void seedsThatAreThereAreNotAddedAgain() {
        assertThat(joined("seeds: [2, 1, 1.0]")).isInstanceOfSatisfying(Checked.Valid.class, valid -> assertThat(
                        valid.document().seeds())
                .containsExactly(1L, 2L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seeds: [null, 5] | seeds[1]",
                "seeds: [5, null, null] | seeds[2]",
                "data: [null] | data[1]",
                "data: [{ dataset: washers, categories: [null] }] | data[0].categories[1]",
                "arms: [null] | arms[0]",
                "seeds: [100e2147483647] | seeds[1]",
                "'{\"seeds\": [100e2147483647]}' | (document)",
            })
    void whatIsNothingIsRefusedInItsPlace(String addition, String path) {
        assertThat(joined(addition))
                .isInstanceOfSatisfying(Checked.Invalid.class, invalid -> assertThat(invalid.problems())
                        .extracting(Problem::path)
                        .contains(path));
    }
}
