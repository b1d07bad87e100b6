package io.loupe.infra.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.LauncherException;
import org.junit.jupiter.api.Test;

class ReceiptComparisonTest {
    private static final String RECEIPT = """
            {
              "receipt" : 1,
              "trial" : "0195a0c2-71de-7c40-9d11-2f6be0c47a19",
              "experiment" : { "id" : "e", "name" : "n" },
              "arm" : "vae",
              "detector" : "vt-adl",
              "settings" : { "loss" : "mse-vae", "vae" : { "beta" : 0.5 } },
              "data" : { "dataset" : "washers", "version" : "%s", "category" : "washer" },
              "seed" : 3,
              "computed" : { "device" : "cpu", "threads" : "2", "pytorch" : "2.7.1" },
              "steps" : 240,
              "checkpoints" : [
                { "step" : 100, "attempt" : 1, "sha256" : { "weights" : "1111" } },
                { "step" : 240, "attempt" : 2, "sha256" : { "optimizer" : "33", "weights" : "2222" } } ],
              "evaluation" : {
                "metrics" : { "eval/image_auroc" : 0.8123456789012345, "eval/au_pro_0.3" : 0.5 },
                "undefined" : { "eval/pixel_ap" : "the dataset has no masks" },
                "images" : 40, "heatMaps" : 40, "at" : 1 }
            }""".formatted("a".repeat(64));

    private static Receipt receipt(String... changes) {
        String json = RECEIPT;
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(json).contains(changes[i]);
            json = json.replace(changes[i], changes[i + 1]);
        }
        return Receipt.parse("receipt.json", json);
    }

    @Test
    void theSameBitsAreEqual() {
        ReceiptComparison comparison =
                ReceiptComparison.of(receipt(), receipt("0195a0c2", "0295a0c2", "\"attempt\" : 2", "\"attempt\" : 1"));

        assertThat(comparison.equal()).isTrue();
        assertThat(comparison.advice()).isEmpty();
        assertThat(comparison.lines()).allMatch(line -> line.startsWith("  = ")).hasSize(5);
    }

    @Test
    void theLastBitOfAMetricCounts() {
        ReceiptComparison comparison =
                ReceiptComparison.of(receipt(), receipt("0.8123456789012345", "0.8123456789012347"));

        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.lines())
                .anyMatch(line -> line.startsWith("  ! eval/image_auroc")
                        && line.contains("0.8123456789012345  now  0.8123456789012347"));
        assertThat(comparison.advice()).singleElement().asString().contains("this should not happen");
    }

    @Test
    void otherWeightsAreNamedWithTheirLikelyReason() {
        ReceiptComparison comparison =
                ReceiptComparison.of(receipt(), receipt("2222", "4444", "\"threads\" : \"2\"", "\"threads\" : \"4\""));

        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.lines().getFirst())
                .startsWith("  ! final weights")
                .contains("2222  now  4444");
        assertThat(comparison.advice().getFirst()).isEqualTo("threads was 2, is now 4");
    }

    @Test
    void aMetricThatBecomesUndefinedIsADifference() {
        ReceiptComparison comparison =
                ReceiptComparison.of(receipt(), receipt("\"eval/image_auroc\" : 0.8123456789012345, ", ""));

        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.lines()).anyMatch(line -> line.contains("now  undefined"));
    }

    @Test
    void timesAreNeitherComparedNorAskedForAgain() throws Exception {
        String before = "\"images\" : 40, \"heatMaps\" : 40, \"at\" : 1 }";
        String times = before
                + ", \"latency\" : { \"metrics\" : { \"eval/latency_ms\" : 12.5 }, \"passes\" : 100, \"batch\" : 16 }";

        assertThat(ReceiptComparison.of(receipt(before, times), receipt()).equal())
                .isTrue();
        assertThat(ReceiptComparison.of(receipt(before, times), receipt(before, times.replace("12.5", "11.9")))
                        .lines())
                .noneMatch(line -> line.contains("latency"));
        JsonNode document = new ObjectMapper().readTree(Reproduction.document(receipt(before, times), "my-washers"));
        assertThat(document.at("/evaluation").has("latency")).isFalse();
        assertThat(document.at("/evaluation/metrics").valueStream().map(JsonNode::asText))
                .noneMatch(name -> name.contains("latency"));
    }

    @Test
    void theDocumentLeavesNothingToADefault() throws Exception {
        JsonNode document = new ObjectMapper().readTree(Reproduction.document(receipt(), "my-washers"));

        assertThat(document.at("/data/0/dataset").asText()).isEqualTo("my-washers@" + "a".repeat(64));
        assertThat(document.at("/data/0/categories/0").asText()).isEqualTo("washer");
        assertThat(document.at("/arms/0/settings/vae/beta").asDouble()).isEqualTo(0.5);
        assertThat(document.at("/seeds/0").asLong()).isEqualTo(3);
        assertThat(document.at("/run/threads").asInt()).isEqualTo(2);
        assertThat(document.at("/run/device").asText()).isEqualTo("cpu");
        assertThat(document.at("/evaluation/metrics").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("image-auroc", "au-pro-0.3", "pixel-ap");
    }

    @Test
    void whatIsNoReceiptIsToldSo() {
        assertThatThrownBy(() -> Receipt.parse("x.json", "{"))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("x.json is no JSON");
        assertThatThrownBy(() -> Receipt.parse("x.json", "{\"a\":1}")).hasMessageContaining("no field \"receipt\"");
        assertThatThrownBy(() -> Receipt.parse("x.json", "{\"receipt\":2}")).hasMessageContaining("format 2");
        assertThatThrownBy(() -> receipt("\"version\"", "\"version_\""))
                .hasMessageContaining("data.version is missing");
        assertThatThrownBy(() -> receipt("\"seed\" : 3", "\"seed\" : \"x\"")).hasMessageContaining("seed is missing");
    }
}
