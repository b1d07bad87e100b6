package io.loupe.web.pages.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeploymentBuilderTest {
    private static TrialView.Deployment build(String json) {
        return DeploymentBuilder.build(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rulesAreToldInWordsAndWhatIsMissingWithItsReason() {
        TrialView.Deployment deployment = build("""
                {"deployment": {"validation_images": 32, "thresholds": [
                  {"rule": "max", "threshold": 4.125, "precision": 0.9672, "recall": 0.88, "false_alarm_rate": 0.05},
                  {"rule": "mean-plus-3-sigma", "threshold": 5, "precision": "nothing is found",
                   "recall": 0, "false_alarm_rate": 0},
                  {"rule": "false-positive-rate-0.01", "undefined": "needs 99 good validation images, there are 32"}
                ]}}""");

        assertThat(deployment.images()).isEqualTo("32 good images");
        assertThat(deployment.rules())
                .containsExactly(
                        new TrialView.Rule("highest score", "4.13", "0.967", "0.880", "0.050", ""),
                        new TrialView.Rule("mean + 3 standard deviations", "5", "–", "0.000", "0.000", ""),
                        new TrialView.Rule(
                                "false alarm rate aimed at: 0.01",
                                "–",
                                "–",
                                "–",
                                "–",
                                "needs 99 good validation images, there are 32"));
    }

    @Test
    void withoutHeldOutImagesThereAreNone() {
        assertThat(build("{\"metrics\": {}}").rules()).isEmpty();
        assertThat(build("no JSON").rules()).isEmpty();
    }
}
