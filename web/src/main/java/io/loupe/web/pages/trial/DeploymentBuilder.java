package io.loupe.web.pages.trial;

import io.loupe.web.artifact.Deployment;
import io.loupe.web.pages.layout.Format;
import java.util.OptionalDouble;

/** Thresholds for use in the words of the page. */
final class DeploymentBuilder {
    private DeploymentBuilder() {}

    /** @param file a trial's {@code metrics.json} */
    static TrialView.Deployment build(byte[] file) {
        Deployment deployment = Deployment.read(file);
        return new TrialView.Deployment(
                Format.count(deployment.images(), "good image", "good images"),
                deployment.rules().stream()
                        .map(rule -> new TrialView.Rule(
                                rule.name(),
                                rule.threshold().isPresent()
                                        ? Format.score(rule.threshold().getAsDouble())
                                        : "–",
                                share(rule.precision()),
                                share(rule.recall()),
                                share(rule.falseAlarmRate()),
                                rule.undefined()))
                        .toList());
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? Format.metric(value.getAsDouble()) : "–";
    }
}
