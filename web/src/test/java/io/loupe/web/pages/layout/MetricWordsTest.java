package io.loupe.web.pages.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricWordsTest {
    @Test
    void everyMetricHasAName() {
        assertThat(MetricWords.word("eval/image_auroc")).isEqualTo("image AUROC");
        assertThat(MetricWords.word("eval/pixel_f1_max")).isEqualTo("pixel F1-max");
        assertThat(MetricWords.word("eval/au_pro_0.05")).isEqualTo("AU-PRO 0.05");
        assertThat(MetricWords.word("eval/au_spro_0.05")).isEqualTo("AU-sPRO 0.05");
        assertThat(MetricWords.word("eval/of_tomorrow")).isEqualTo("of tomorrow");
        assertThat(MetricWords.value("eval/au_pro_0.3")).isEqualTo("au-pro-0.3");
    }

    @Test
    void headlinesStandFirst() {
        List<String> sorted = List.of("eval/pixel_ap", "eval/image_auroc", "eval/image_ap", "eval/au_pro_0.3").stream()
                .sorted(MetricWords.order())
                .toList();

        assertThat(sorted).containsExactly("eval/au_pro_0.3", "eval/image_auroc", "eval/pixel_ap", "eval/image_ap");
        assertThat(List.of("eval/images_per_second_batch_16", "eval/latency_ms", "eval/image_ap").stream()
                        .sorted(MetricWords.order()))
                .containsExactly("eval/image_ap", "eval/latency_ms", "eval/images_per_second_batch_16");
    }

    @Test
    void figuresOfLocoSayOfWhat() {
        assertThat(MetricWords.word("eval/au_spro_0.05")).isEqualTo("AU-sPRO 0.05");
        assertThat(MetricWords.word("eval/au_spro_0.05_logical")).isEqualTo("AU-sPRO 0.05, logical");
        assertThat(MetricWords.note("eval/au_spro_0.05_logical"))
                .isEqualTo("saturated overlap, false positive rate up to 0.05, logical anomalies");
        assertThat(MetricWords.note("eval/au_spro_0.05")).endsWith("mean of logical and structural");
        assertThat(MetricWords.word("eval/image_auroc_mean")).isEqualTo("image AUROC, mean");
    }

    @Test
    void aTimeIsNoShareAndBetterWhenItIsLow() {
        assertThat(MetricWords.word("eval/latency_ms")).isEqualTo("latency in ms");
        assertThat(MetricWords.word("eval/latency_ms_p95")).isEqualTo("latency in ms, 95th percentile");
        assertThat(MetricWords.note("eval/latency_ms")).contains("lower is better", "only on the same machine");
        assertThat(MetricWords.lowerIsBetter("eval/latency_ms_median")).isTrue();
        assertThat(MetricWords.isShare("eval/latency_ms")).isFalse();
        assertThat(MetricWords.text("eval/latency_ms", 2.2)).isEqualTo("2.20");
        assertThat(MetricWords.text("eval/latency_ms", 147.64)).isEqualTo("147.6");
        assertThat(MetricWords.text("eval/latency_ms", 12_345.6)).isEqualTo("12,346");
    }

    @Test
    void aRateIsNoShareAndBetterWhenItIsHigh() {
        String rate = "eval/images_per_second_batch_16";

        assertThat(MetricWords.word(rate)).isEqualTo("images a second, batches of 16");
        assertThat(MetricWords.value(rate)).isEqualTo("images-per-second-batch-16");
        assertThat(MetricWords.note(rate)).contains("only on the same machine");
        assertThat(MetricWords.lowerIsBetter(rate)).isFalse();
        assertThat(MetricWords.isShare(rate)).isFalse();
        assertThat(MetricWords.text(rate, 614.2)).isEqualTo("614.2");
        assertThat(MetricWords.isShare("eval/explained_variance")).isTrue();
        assertThat(MetricWords.text("eval/image_auroc", 1)).isEqualTo("1.000");
    }

    @Test
    void anErrorIsBetterWhenItIsLow() {
        assertThat(MetricWords.lowerIsBetter("eval/feature_regression")).isTrue();
        assertThat(MetricWords.lowerIsBetter("eval/pixel_ap")).isFalse();
    }
}
