package io.loupe.web.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.web.artifact.Deployment;
import io.loupe.web.statistics.Interval;
import io.loupe.web.statistics.PairedComparison;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An experiment, written down. Figures are numbers; {@code shown} is how a person reads them.
 *
 * @param report version of this format
 * @param made when the report was made
 * @param notes Markdown, as its author wrote it
 * @param data datasets with their whole versions
 * @param tables one a metric, headlines first
 * @param others what is in print by methods that are not arms here, on the same images
 * @param curves drawn from what evaluation kept
 * @param sheets heat maps
 * @param document the experiment's document, from which it can be run again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Report(
        int report,
        String loupe,
        Instant made,
        String id,
        String name,
        String notes,
        String state,
        Instant submitted,
        Optional<Instant> ended,
        List<Data> data,
        List<Arm> arms,
        List<Table> tables,
        List<InPrint> others,
        List<Curves> curves,
        List<Sheet> sheets,
        List<Cell> trials,
        String document) {

    /** @param version whole, 64 hex digits */
    public record Data(String dataset, String version, List<String> categories) {}

    /** @param series 1 to 8: its colour and dash */
    public record Arm(String name, String detector, String preset, int series, Map<String, String> settings) {}

    /**
     * One metric over places and arms.
     *
     * @param key MLflow's name
     * @param note what it is a figure of
     * @param mean over places; absent for a single place
     * @param groups means over the places of each dataset where there are several, and what else is taken together in print
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Table(
            String key,
            String metric,
            String note,
            boolean headline,
            List<Row> rows,
            Optional<Row> mean,
            List<Row> groups,
            List<Comparison> comparisons) {}

    /** @param detail counts of images, or how much of a mean is there */
    public record Row(String place, String detail, List<Figure> figures) {}

    /**
     * An arm's figure in one place.
     *
     * @param mean over seeds; absent without any
     * @param deviation over seeds, with n - 1; absent below two
     * @param overImages 95 % bootstrap interval over test images, for metrics of images
     * @param published beside it, most comparable first
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Figure(
            String arm,
            OptionalDouble mean,
            OptionalDouble deviation,
            int seeds,
            String shown,
            Optional<Interval> overImages,
            String imagesShown,
            List<InPrint> published) {
        Figure withShown(String words) {
            return new Figure(arm, mean, deviation, seeds, words, overImages, imagesShown, published);
        }
    }

    /**
     * A figure in print.
     *
     * @param of metric and images it is of
     * @param difference ours less theirs; absent where that means nothing
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record InPrint(
            String of,
            String method,
            double value,
            String shown,
            boolean comparable,
            OptionalDouble difference,
            String differenceShown,
            List<String> reasons,
            String source,
            String certainty) {}

    /**
     * Two arms.
     *
     * @param holm the test's p, corrected by Holm for all pairs of arms of this metric; absent without a test
     * @param overImages 95 % interval of the mean difference if the test images were drawn anew
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Comparison(
            String first,
            String second,
            String headline,
            String claim,
            String method,
            PairedComparison numbers,
            OptionalDouble holm,
            Optional<Interval> overImages,
            String imagesShown) {}

    /** Curves of one kind in one place. */
    public record Curves(String place, String kind, String x, String y, double limit, List<Line> lines) {}

    /** @param points x and y, thinned */
    public record Line(String arm, int series, long seed, List<double[]> points) {}

    /**
     * Heat maps of one place, a row an image and a column an arm.
     *
     * @param scales what the colours of each arm stand for
     */
    public record Sheet(String place, List<String> arms, List<String> scales, List<SheetRow> rows) {}

    /** @param original JPEG as base64; empty when it cannot be had */
    public record SheetRow(String image, String label, String original, List<SheetCell> cells) {}

    /** @param picture JPEG as base64; empty when none was kept */
    public record SheetCell(String score, String picture) {}

    /**
     * Thresholds for use.
     *
     * @param images how many good images, which training has not seen, chose them
     */
    public record Thresholds(long images, List<Rule> rules) {}

    /**
     * A way to choose a threshold, and what it does on the test images.
     *
     * @param numbers with all their digits
     * @param shown threshold, precision, recall and false alarm rate as a person reads them
     */
    public record Rule(Deployment.Rule numbers, List<String> shown) {}

    /**
     * A trial.
     *
     * @param thresholds for use, where good images were held out
     * @param receipt as evaluation wrote it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Cell(
            String id,
            String name,
            String place,
            String arm,
            long seed,
            String state,
            Map<String, Double> metrics,
            Optional<String> mlflowRun,
            Optional<Thresholds> thresholds,
            Optional<JsonNode> receipt) {
        /** A fact of the receipt, such as {@code device}. */
        public String computed(String fact) {
            return receipt.map(node -> node.path("computed").path(fact).asText(""))
                    .orElse("");
        }

        /** Hash of the weights that were evaluated. */
        public String weights() {
            return receipt.map(node -> {
                        JsonNode checkpoints = node.path("checkpoints");
                        return checkpoints
                                .path(checkpoints.size() - 1)
                                .path("sha256")
                                .path("weights")
                                .asText("");
                    })
                    .orElse("");
        }

        /** Receipt as text. */
        public String receiptText() {
            return receipt.map(JsonNode::toPrettyString).orElse("");
        }
    }
}
