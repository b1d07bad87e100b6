package io.loupe.web.pages.create;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of the new experiment.
 *
 * @param key makes sending it twice one experiment
 * @param yamlTab whether the document is shown instead of the form
 * @param checked whether problems are shown as they are found
 * @param errors messages by id of the field
 * @param rows settings of all arms
 * @param weights names that settings which ask for weights may take
 * @param same how many of them are folded
 * @param yaml the document
 * @param lines its lines with their messages; empty while nothing is wrong
 * @param trials {@code 6 trials}
 * @param shape {@code 3 categories × 2 arms × 1 seed}
 * @param cost what it would cost; absent while something is wrong
 * @param refusal why the form cannot be shown, or empty
 */
public record EditorView(
        String key,
        boolean yamlTab,
        boolean checked,
        List<Problem> problems,
        Map<String, String> errors,
        List<Start> starts,
        String name,
        String notes,
        List<Dataset> datasets,
        List<ArmHead> arms,
        List<Row> rows,
        List<String> weights,
        int same,
        boolean mayAddArm,
        String seeds,
        String seedsHint,
        List<Option> metrics,
        List<Option> heatMaps,
        String latencyPasses,
        String latencyBatch,
        List<Option> devices,
        String parallel,
        List<Option> priorities,
        String every,
        String yaml,
        List<Line> lines,
        String trials,
        String shape,
        Optional<Cost> cost,
        String refusal) {

    /** The message at a field, or an empty text. */
    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    public String problemsTitle() {
        return problems.size() == 1
                ? "1 problem to solve before this can start"
                : problems.size() + " problems to solve before this can start";
    }

    /** @param field id of the field that the summary leads to */
    public record Problem(String path, String message, String field) {}

    /** Something to begin with. */
    public record Start(String title, String text, String href, boolean chosen) {}

    /** @param index in the form */
    public record Dataset(int index, String name, String detail, List<Option> categories, int chosen) {}

    public record Option(String value, String word, boolean chosen) {}

    /** One arm's column. */
    public record ArmHead(
            int index,
            int series,
            String name,
            String detector,
            String preset,
            List<Option> detectors,
            List<Option> presets,
            String presetHelp,
            boolean removable) {}

    /**
     * One setting in all arms.
     *
     * @param differs between arms, or from the preset, or is wrong: then it is shown; else it is folded
     */
    public record Row(String path, String help, String range, boolean differs, List<Cell> cells) {}

    /**
     * @param list id of a list of names to choose from; empty for none
     * @param kind {@code select}, {@code number}, {@code text} or {@code none} where the detector has no such setting
     * @param note the preset's value where this one is another
     */
    public record Cell(
            String kind,
            String id,
            String field,
            String value,
            List<Option> options,
            String note,
            String error,
            String unit,
            String list) {}

    /** @param note where the figures come from, or why there are none */
    public record Cost(List<CostLine> lines, String note) {}

    /** @param sum whether it is about the whole experiment and not about one arm */
    public record CostLine(String word, String figure, boolean sum) {}

    public record Line(String text, boolean bad, String message) {}
}
