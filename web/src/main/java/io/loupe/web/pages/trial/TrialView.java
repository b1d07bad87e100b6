package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.util.List;
import java.util.Optional;

/**
 * One trial.
 *
 * @param name {@code screw / vae / seed 3}
 * @param line where it stands, in one line
 * @param live whether anything may still change
 * @param resume what the button says, empty when there is nothing to resume
 * @param resumeFirst whether resuming is the one thing to do here
 * @param cancel whether it can be cancelled
 * @param giveUp whether it can be given up
 * @param more the other verbs, and what they have made of the trial
 * @param figures the headlines, {@code others} what else was measured
 * @param figuresWhen what stands there before anything is measured
 * @param weights what the trial has made for other trials
 * @param checkpoint {@code step 8,400}, or empty while there is none
 * @param retry what went wrong before, while the platform tries again by itself; empty otherwise
 * @param byDefect once it was evaluated
 * @param settingsTitle {@code vt-adl, preset paper}
 */
public record TrialView(
        String id,
        String shortId,
        String name,
        State state,
        String line,
        boolean live,
        ProgressView progress,
        String resume,
        boolean resumeFirst,
        boolean cancel,
        boolean giveUp,
        More more,
        String checkpoint,
        String retry,
        Optional<Failure> failure,
        String experiment,
        String experimentHref,
        List<Link> links,
        Training training,
        List<Event> timeline,
        String settingsTitle,
        List<Setting> settings,
        List<Setting> defaults,
        List<Figure> figures,
        List<Figure> others,
        String figuresNote,
        String figuresWhen,
        Optional<Link> weights,
        Optional<Evaluation> evaluation,
        List<HeatMap> heatMaps,
        Optional<Scale> scale,
        List<String> labels,
        Optional<ByDefect> byDefect) {

    /**
     * Figures of each type of defect, against all good images.
     *
     * @param undefined what the data does not allow, of all defects together
     */
    public record ByDefect(List<String> columns, List<DefectRow> rows, List<Undefined> undefined) {}

    public record DefectRow(String defect, String images, List<Cell> cells) {}

    /** @param why there is no figure; empty if there is */
    public record Cell(String text, String why) {}

    public record Undefined(String metrics, String reason) {}

    /**
     * The other verbs, and what they have made of the trial.
     *
     * @param extend setting that says how long the training is, empty when it cannot be extended now
     * @param extendTo a length to begin with
     * @param extendNot why a finished training cannot be extended; empty where nobody would ask
     * @param parent where it was forked from
     */
    public record More(
            boolean pause,
            boolean restart,
            boolean fork,
            String extend,
            long length,
            long extendTo,
            String extendNot,
            Optional<Relative> parent,
            List<Relative> forks,
            List<Earlier> earlier) {}

    /** @param note {@code from step 400} */
    public record Relative(String name, String href, State state, String note) {}

    /** @param what {@code Restarted by ada}, {@code figures} what had been measured */
    public record Earlier(String what, String figures, When at) {}

    public record Failure(String failureClass, String cause, String place, String advice, List<String> log, When at) {}

    public record Link(String text, String href) {}

    /**
     * The losses.
     *
     * @param terms the series of the chart
     * @param rows a few points, as a table
     * @param facts figures beside them
     */
    public record Training(List<Term> terms, List<String> columns, List<List<String>> rows, List<Fact> facts) {}

    /** @param chart id of its small chart; empty for none */
    public record Fact(String name, String value, String chart) {}

    /** @param metric MLflow's name, {@code train/loss/ll} */
    public record Term(String metric, String word, String newest, int series) {}

    /** @param kind {@code good}, {@code bad}, {@code go} or empty */
    public record Event(String kind, String icon, String what, String more, When at) {}

    /** @param preset the preset's own value */
    public record Setting(String path, String value, String preset, String help) {}

    public record Figure(String name, String value, String note) {}

    /**
     * What the curves and the threshold are drawn from.
     *
     * @param roc address of the ROC curve's JSON, and so on; empty when there is none
     * @param threshold where the slider starts
     * @param deployment thresholds that no test label had a part in
     */
    public record Evaluation(String roc, String pixelRoc, String pro, Threshold threshold, Deployment deployment) {}

    /**
     * Thresholds for use.
     *
     * @param images how many good images chose them, in words
     * @param rules none where no images were held out
     */
    public record Deployment(String images, List<Rule> rules) {
        static final Deployment NONE = new Deployment("", List.of());
    }

    /**
     * A way to choose a threshold, and what it does on the test images.
     *
     * @param undefined why there is none, then the figures are dashes
     */
    public record Rule(
            String name, String threshold, String precision, String recall, String alarms, String undefined) {}

    /**
     * What the colours of the heat maps stand for.
     *
     * @param mark where on the legend good images end, of 300; empty where that is not known
     */
    public record Scale(String low, String goodHigh, String high, String mark, String words, List<Stop> stops) {}

    /** A piece of the legend, of 300. */
    public record Stop(String x, String width, String colour) {}

    /**
     * One test image.
     *
     * @param label {@code good} or the defect type
     * @param score as scored, raw
     * @param image address of the image, {@code mask} of its mask, {@code overlay} of the heat map, {@code raw} of the
     *     anomaly map; empty when there is none
     */
    public record HeatMap(
            String file,
            String label,
            String score,
            String shown,
            String image,
            String mask,
            String overlay,
            String raw) {}
}
