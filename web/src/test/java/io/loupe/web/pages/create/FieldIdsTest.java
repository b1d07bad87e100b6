package io.loupe.web.pages.create;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldIdsTest {
    @ParameterizedTest
    @CsvSource({
        "name, name",
        "data, data",
        "data[0].categories[1], data",
        "arms, arms",
        "arms[1].name, arm-1-name",
        "arms[1].settings.vae.beta, arm-1-set-vae-beta",
        "arms[0], arm-0-name",
        "seeds[2], seeds",
        "evaluation.metrics[0], metrics",
        "run.parallel, parallel",
        "run.checkpoint.every, every",
        "(document), whole",
        "loupe, whole"
    })
    void everyPathLeadsToAField(String path, String field) {
        assertThat(FieldIds.of(path)).isEqualTo(field);
    }
}
