package io.loupe.web.pages.experiment;

import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.quarkus.qute.RawString;
import java.util.List;
import java.util.Optional;

/**
 * One experiment.
 *
 * @param data {@code mvtec-ad@a81f3c20}, one a dataset
 * @param shape {@code 3 categories · 2 arms · 3 seeds}
 * @param headline {@code 4 of 6 trials succeeded}
 * @param remaining {@code about 12 min left} or empty
 * @param live whether anything may still change
 * @param verbs what else can be done with all of it
 * @param cancel what the dialog says, absent when there is nothing to cancel
 * @param matrix absent only while there are no trials
 * @param words what the difference between the first two arms is worth
 * @param curveTrials trials whose losses the chart draws
 * @param differences settings that differ between arms
 * @param mlflow address of the experiment in MLflow, empty when unknown
 * @param temporal address of the workflow's history, empty when unknown
 */
public record ExperimentView(
        String id,
        String shortId,
        String name,
        State state,
        List<String> data,
        String shape,
        When submitted,
        Optional<When> ended,
        String headline,
        String remaining,
        boolean live,
        int trials,
        List<BarPart> bar,
        Optional<Cancel> cancel,
        Verbs verbs,
        List<Attention> attention,
        Matrix matrix,
        Optional<Words> words,
        List<BarGroup> bars,
        String barsAxis,
        List<CurveTrial> curveTrials,
        List<String> curveCategories,
        Settings settings,
        Optional<RawString> notes,
        String yaml,
        String mlflow,
        String temporal) {

    /**
     * What else can be done with all of it.
     *
     * @param resume whether something is paused, waits for a person, or is lost
     * @param lost whether workflows of its trials are gone, so that nothing happens until they are resumed
     * @param failed trials that need attention
     * @param priority {@code low}, {@code normal} or {@code high}
     * @param prioritise whether it still matters
     */
    public record Verbs(boolean pause, boolean resume, boolean lost, int failed, String priority, boolean prioritise) {}

    public record Cancel(int running, int queued, int results) {}

    public record Attention(String trialId, String name, String href, String cause, String resume) {}

    /**
     * Categories by arms, for one metric.
     *
     * @param metrics the headlines are the switch, the others stand behind it
     * @param groups means over the categories of each dataset where there are several, and what else is taken together in print
     * @param published whether a figure in print stands in it
     * @param weights whether some arm makes weights and scores no image
     */
    public record Matrix(
            List<Metric> metrics,
            String metric,
            List<Arm> arms,
            List<Row> rows,
            Optional<Row> mean,
            List<Row> groups,
            boolean published,
            boolean weights) {
        /** Whether names of arms need a line of their own beside bars. */
        public boolean longNames() {
            return arms.stream().anyMatch(arm -> arm.name().length() > 14);
        }

        /** Whether the table is wider than a page. */
        public boolean many() {
            return arms.size() > 5;
        }

        public List<Metric> headlines() {
            return metrics.stream().filter(Metric::headline).toList();
        }

        public List<Metric> others() {
            return metrics.stream().filter(metric -> !metric.headline()).toList();
        }

        /** What the choice of the others says: the chosen one, or that there are more. */
        public String more() {
            return others().stream()
                    .filter(Metric::chosen)
                    .map(Metric::word)
                    .findFirst()
                    .orElse("More");
        }
    }

    public record Metric(String value, String word, String href, boolean chosen, boolean headline) {}

    /** @param series 1 to 8: colour and dash of the arm on every page */
    public record Arm(String name, String detector, int series) {}

    public record Row(String category, String detail, List<Cell> cells) {}

    /**
     * @param figure {@code 0.871}, or a dash
     * @param note {@code ± 0.011}, {@code 1 seed}
     * @param best ahead of the other arms of its row, with at least as many seeds
     * @param published the figure in print, if there is one
     */
    public record Cell(String figure, String note, boolean best, Optional<Published> published, List<Seed> seeds) {
        public boolean none() {
            return figure.equals("–");
        }
    }

    /**
     * A figure in print.
     *
     * @param value the figure as a number
     * @param comparable whether it was measured as ours
     * @param difference ours less theirs, with a sign; empty where that means nothing
     * @param why why it is not comparable; empty if it is
     * @param source where it is from, and what else is in print
     */
    public record Published(
            String figure, double value, boolean comparable, String difference, String why, String source) {}

    /** One trial of a cell; {@code label} says all in words, {@code percent} is empty unless it runs. */
    public record Seed(String id, String href, State state, String label, String percent) {}

    /**
     * What the evidence says, in sentences.
     *
     * @param subject {@code vae − original, AU-PRO 0.3}
     * @param headline {@code vae better by 0.021 [0.004, 0.038]; 3 seeds, 2 categories}
     */
    public record Words(
            String subject, String headline, String claim, String detail, String method, List<Pair> pairs) {}

    public record Pair(String category, String seed, String first, String second, String difference) {}

    public record BarGroup(String category, List<Bar> bars) {}

    /** Lengths in percent of the axis; {@code whisker} and {@code publishedAt} are paths' coordinates or empty. */
    public record Bar(
            String arm,
            int series,
            String figure,
            String width,
            String whiskerFrom,
            String whiskerTo,
            String publishedAt) {
        public boolean none() {
            return width.isEmpty();
        }
    }

    public record CurveTrial(String id, String category, String arm, int series, String seed) {}

    /** @param same how many settings are equal in all arms */
    public record Settings(List<String> arms, List<Setting> different, List<Setting> same) {}

    public record Setting(String path, String help, List<String> values) {}
}
