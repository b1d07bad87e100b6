package io.loupe.web.pages.weights;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.web.artifact.Weights;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Weights that trials have made for other trials. */
@Path("/weights")
@Blocking
public class WeightsPage {
    private final Weights weights;
    private final DetectorCatalogue detectors;
    private final Shells shells;

    WeightsPage(Weights weights, DetectorCatalogue detectors, Shells shells) {
        this.weights = weights;
        this.detectors = detectors;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance weights(WeightsView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show() {
        return Templates.weights(view(), shells.shell("Weights", "weights", List.of(), "", "poll"));
    }

    private WeightsView view() {
        List<String> makers = detectors.all().stream()
                .filter(detector -> !detector.scoresImages())
                .map(DetectorDescription::name)
                .toList();
        try {
            return new WeightsView(weights.all().stream().map(WeightsPage::row).toList(), "", makers);
        } catch (TrackingException e) {
            return new WeightsView(List.of(), e.getMessage(), makers);
        }
    }

    private static WeightsView.Row row(PublishedWeights weights) {
        return new WeightsView.Row(
                weights.name(),
                weights.title(),
                "/trials/" + weights.trial(),
                weights.sha256().substring(0, 8),
                weights.sha256(),
                Format.bytes(weights.bytes()),
                weights.metrics().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(MetricWords.order()))
                        .map(metric -> new WeightsView.Figure(
                                MetricWords.word(metric.getKey()), Format.value(metric.getValue())))
                        .toList());
    }
}
