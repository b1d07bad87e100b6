package io.loupe.detectors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WantedMetricTest {
    @Test
    void namesOfMetricsAndHeatMapsAreRead() {
        assertThat(WantedMetric.defaults())
                .extracting(WantedMetric::documentName, WantedMetric::mlflowName)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"image-auroc\", \"eval/image_auroc\")",
                        "(\"pixel-auroc\", \"eval/pixel_auroc\")",
                        "(\"au-pro-0.3\", \"eval/au_pro_0.3\")",
                        "(\"au-pro-0.05\", \"eval/au_pro_0.05\")",
                        "(\"image-ap\", \"eval/image_ap\")",
                        "(\"image-f1-max\", \"eval/image_f1_max\")",
                        "(\"pixel-ap\", \"eval/pixel_ap\")",
                        "(\"pixel-f1-max\", \"eval/pixel_f1_max\")");
        for (WantedMetric metric : WantedMetric.defaults()) {
            assertThat(WantedMetric.parse(metric.documentName())).isEqualTo(metric);
        }
        assertThat(HeatMaps.parse("defective")).isEqualTo(HeatMaps.DEFECTIVE);
        assertThatThrownBy(() -> WantedMetric.parse("f1"))
                .hasMessageContaining("f1 is not a metric")
                .hasMessageContaining("image-f1-max");
        assertThatThrownBy(() -> WantedMetric.parse("au-pro-3")).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> WantedMetric.parse("au-pro-NaN")).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> HeatMaps.parse("some")).hasMessageContaining("all, defective, none");
    }
}
