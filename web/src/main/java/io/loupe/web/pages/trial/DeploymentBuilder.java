package io.loupe.web.pages.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.web.pages.layout.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code deployment} of a trial's {@code metrics.json}: thresholds that good validation images chose. */
final class DeploymentBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeploymentBuilder() {}

    /** No images and no rules where none were held out, or the file is none of ours. */
    static TrialView.Deployment build(byte[] file) {
        JsonNode deployment;
        try {
            deployment = JSON.readTree(file).path("deployment");
        } catch (IOException e) {
            return TrialView.Deployment.NONE;
        }
        List<TrialView.Rule> rules = new ArrayList<>();
        deployment.path("thresholds").forEach(each -> rules.add(rule(each)));
        return new TrialView.Deployment(
                Format.count(deployment.path("validation_images").asLong(), "good image", "good images"), rules);
    }

    private static TrialView.Rule rule(JsonNode rule) {
        String name = word(rule.path("rule").asText());
        return rule.has("undefined")
                ? new TrialView.Rule(
                        name, "", "", "", "", rule.path("undefined").asText())
                : new TrialView.Rule(
                        name,
                        Format.score(rule.path("threshold").asDouble()),
                        share(rule.path("precision")),
                        share(rule.path("recall")),
                        share(rule.path("false_alarm_rate")),
                        "");
    }

    private static String share(JsonNode value) {
        return value.isNumber() ? Format.metric(value.asDouble()) : "–";
    }

    /** As people say it: {@code percentile-99} is the 99th percentile. */
    private static String word(String rule) {
        return rule.replaceAll("^max$", "highest score")
                .replaceAll("^percentile-(.+)$", "percentile $1")
                .replaceAll("^mean-plus-(.+)-sigma$", "mean + $1 standard deviations")
                .replaceAll("^false-positive-rate-(.+)$", "false alarm rate aimed at: $1");
    }
}
