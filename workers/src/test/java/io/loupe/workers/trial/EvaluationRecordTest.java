package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationRecordTest {
    private static final String WEIGHTS = "0".repeat(64);

    @Test
    void fewMetricsStandInTheKeyByName() {
        assertThat(EvaluationRecord.key("t1", WEIGHTS, List.of(), "all"))
                .isEqualTo("checkpoints/t1/evaluations/" + WEIGHTS + "/all/usual.json");
        assertThat(EvaluationRecord.key("t1", WEIGHTS, List.of("image_auroc", "au_pro_0.3"), "none"))
                .isEqualTo("checkpoints/t1/evaluations/" + WEIGHTS + "/none/image_auroc+au_pro_0.3.json");
    }

    @Test
    void manyMetricsAreNamedByTheirHashSoThatAFileCanBearTheName() {
        List<String> all = IntStream.range(0, 18)
                .mapToObj("logical_au_spro_0.%02d"::formatted)
                .toList();

        String key = EvaluationRecord.key("t1", WEIGHTS, all, "all");

        assertThat(List.of(key.split("/"))).allSatisfy(part -> assertThat(part).hasSizeLessThan(105));
        assertThat(EvaluationRecord.key("t1", WEIGHTS, all, "all")).isEqualTo(key);
        assertThat(EvaluationRecord.key("t1", WEIGHTS, all.subList(0, 17), "all"))
                .isNotEqualTo(key);
    }
}
