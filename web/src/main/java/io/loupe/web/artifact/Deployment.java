package io.loupe.web.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Thresholds for use, as evaluation wrote them to {@code metrics.json}: chosen on good images that training has not seen.
 *
 * @param images how many good images chose them
 * @param rules none where no images were held out
 */
public record Deployment(long images, List<Rule> rules) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Deployment NONE = new Deployment(0, List.of());

    /**
     * A way to choose a threshold, and what it does on the test images; figures that these images do not allow are absent.
     *
     * @param name in words
     * @param undefined why there is no threshold; empty if there is one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Rule(
            String name,
            OptionalDouble threshold,
            OptionalDouble precision,
            OptionalDouble recall,
            OptionalDouble falseAlarmRate,
            String undefined) {}

    /** Reads {@code metrics.json}; nothing where no images were held out, or the file is none of ours. */
    public static Deployment read(byte[] metrics) {
        JsonNode deployment;
        try {
            deployment = JSON.readTree(metrics).path("deployment");
        } catch (IOException e) {
            return NONE;
        }
        List<Rule> rules = new ArrayList<>();
        deployment
                .path("thresholds")
                .forEach(rule -> rules.add(new Rule(
                        words(rule.path("rule").asText()),
                        number(rule.path("threshold")),
                        number(rule.path("precision")),
                        number(rule.path("recall")),
                        number(rule.path("false_alarm_rate")),
                        rule.path("undefined").asText())));
        return new Deployment(deployment.path("validation_images").asLong(), rules);
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /** As people say it: {@code percentile-99} is the 99th percentile. */
    private static String words(String rule) {
        return rule.replaceAll("^max$", "highest score")
                .replaceAll("^percentile-(.+)$", "percentile $1")
                .replaceAll("^mean-plus-(.+)-sigma$", "mean + $1 standard deviations")
                .replaceAll("^false-positive-rate-(.+)$", "false alarm rate aimed at: $1");
    }
}
