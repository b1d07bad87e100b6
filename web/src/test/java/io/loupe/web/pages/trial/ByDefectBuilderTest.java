package io.loupe.web.pages.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByDefectBuilderTest {
    @Test
    void figuresOfEachDefectAndReasonsAreRead() {
        TrialView.ByDefect built =
                ByDefectBuilder.build("""
                        {"by_defect": {
                           "logical_anomalies": {"images": 142, "image_auroc": "there are no good test images",
                                                 "au_pro_0.3": 0.5, "pixel_auroc": 0.9125}},
                         "undefined": {"eval/au_spro_0.05": "none", "eval/image_auroc": "there are no good test images",
                                       "eval/image_ap": "there are no good test images"}}
                        """.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(built.columns()).containsExactly("AU-PRO 0.3", "pixel AUROC", "image AUROC");
        assertThat(built.rows()).singleElement().satisfies(row -> {
            assertThat(row.defect()).isEqualTo("logical anomalies");
            assertThat(row.images()).isEqualTo("142");
            assertThat(row.cells()).extracting(TrialView.Cell::text).last().isEqualTo("\u2013");
            assertThat(row.cells()).extracting(TrialView.Cell::why).last().isEqualTo("there are no good test images");
        });
        assertThat(built.undefined())
                .containsExactly(
                        new TrialView.Undefined("AU-sPRO 0.05", "none"),
                        new TrialView.Undefined("image AUROC; image AP", "there are no good test images"));
    }

    @Test
    void whatHasNeitherIsNothing() {
        assertThat(ByDefectBuilder.build("{\"metrics\": {}}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ByDefectBuilder.build("no JSON".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
