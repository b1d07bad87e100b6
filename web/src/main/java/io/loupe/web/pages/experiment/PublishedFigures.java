package io.loupe.web.pages.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.web.catalogue.Arm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Figures in print for MVTec AD, from data files that name their source.
 *
 * <p>A figure is shown beside ours only under the metrics that it may have been measured by, and only for the detector
 * and settings that it was measured with. None is compared: a difference under unlike protocols means nothing.
 */
final class PublishedFigures {
    private static final String RESOURCE = "/META-INF/loupe/published/vt-adl.json";

    private final Table table;

    PublishedFigures() {
        this.table = read();
    }

    /** One table of a paper. */
    record Table(
            String detector,
            Map<String, String> settings,
            List<String> metrics,
            String source,
            String why,
            double mean,
            Map<String, Double> categories) {}

    /** The figure of a category, if the arm is what the table measured. */
    Optional<ExperimentView.Published> of(Arm arm, Metric metric, String dataset, String category) {
        return Optional.ofNullable(table.categories().get(category))
                .filter(figure -> applies(arm, metric) && mvtecAd(dataset))
                .map(figure -> published(figure, arm));
    }

    /** The mean over categories, if these are all the categories of the table. */
    Optional<ExperimentView.Published> mean(Arm arm, Metric metric, String dataset, List<String> categories) {
        boolean whole = categories.size() == table.categories().size()
                && table.categories().keySet().containsAll(categories);
        return whole && applies(arm, metric) && mvtecAd(dataset)
                ? Optional.of(published(table.mean(), arm))
                : Optional.empty();
    }

    private boolean applies(Arm arm, Metric metric) {
        return arm.detector().equals(table.detector())
                && table.metrics().contains(metric.value())
                && table.settings().entrySet().stream().allMatch(entry -> entry.getValue()
                        .equals(String.valueOf(arm.settings().get(entry.getKey()))));
    }

    private ExperimentView.Published published(double figure, Arm arm) {
        String here = arm.preset().equals("paper")
                ? ""
                : " Here the preset is " + arm.preset() + ", not the paper's settings.";
        return new ExperimentView.Published(
                String.format(Locale.ROOT, "%.3f", figure).substring(1),
                table.why() + here + " Source: " + table.source() + ".");
    }

    /** Only MVTec AD itself: MVTec LOCO and MVTec AD 2 are other data under like names. */
    private static boolean mvtecAd(String dataset) {
        return dataset.startsWith("mvtec")
                && !dataset.contains("loco")
                && !dataset.contains("ad2")
                && !dataset.contains("ad-2");
    }

    private static Table read() {
        try (InputStream file = PublishedFigures.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new ObjectMapper()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(file, Table.class);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }
}
