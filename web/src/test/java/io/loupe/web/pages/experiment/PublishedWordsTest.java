package io.loupe.web.pages.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.published.PublishedFigures.Images;
import io.loupe.web.statistics.Spread;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedWordsTest {
    private static final Arm PATCHCORE = new Arm(
            0,
            "patchcore",
            "patchcore",
            "paper",
            Map.of(),
            Map.of(
                    "backbone",
                    "wide-resnet-50-2",
                    "layers",
                    "layer2,layer3",
                    "resize",
                    0,
                    "imageSize",
                    224,
                    "coreset",
                    0.1));

    @Test
    void aTimeInPrintNamesItsMachineAndHasNoDifference() {
        ExperimentView.Published words = PublishedWords.of(
                        new PublishedFigures()
                                .of(PATCHCORE, "latency-ms", new Images("visa", "cashew", Optional.empty())),
                        Spread.of(List.of(12.5)),
                        Metric.of("eval/latency_ms"))
                .orElseThrow();

        assertThat(words.figure()).isEqualTo("32.0");
        assertThat(words.comparable()).isFalse();
        assertThat(words.difference()).isEmpty();
        assertThat(words.why()).contains("another machine", "float16").doesNotContain("Settings differ");
        assertThat(words.source())
                .startsWith("PatchCore, RTX A6000: ")
                .contains("Table 17", "53.2 (PatchCore, RTX 2080 Ti;");
    }

    @Test
    void aShareInPrintIsBrief() {
        Metric metric = Metric.of("eval/image_auroc");

        assertThat(metric.share()).isTrue();
        assertThat(metric.difference(-0.0124)).isEqualTo("−0.012");
        assertThat(Metric.of("eval/latency_ms").difference(-0.5)).isEqualTo("−0.50");
        assertThat(Metric.of("eval/images_per_second_batch_16").difference(12)).isEqualTo("+12.0");
        assertThat(Metric.of("eval/images_per_second_batch_16").better(12, 10)).isTrue();
        assertThat(Metric.of("eval/latency_ms").better(12, 10)).isFalse();
    }
}
