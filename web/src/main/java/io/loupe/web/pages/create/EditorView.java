package io.loupe.web.pages.create;

import java.util.List;
import java.util.Map;

/**
 * The page of the new experiment.
 *
 * @param key makes sending it twice one experiment
 * @param yamlTab whether the document is shown instead of the form
 * @param checked whether problems are shown as they are found
 * @param errors messages by id of the field
 * @param rows settings of all arms
 * @param same how many of them are folded
 * @param yaml the document
 * @param lines its lines with their messages; empty while nothing is wrong
 * @param trials {@code 6 trials}
 * @param shape {@code 3 categories × 2 arms × 1 seed}
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
        int same,
        boolean mayAddArm,
        String seeds,
        String seedsHint,
        List<Option> metrics,
        List<Option> heatMaps,
        List<Option> devices,
        String parallel,
        List<Option> priorities,
        String every,
        String yaml,
        List<Line> lines,
        String trials,
        String shape,
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
            String unit) {}

    public record Line(String text, boolean bad, String message) {}
}
