package io.loupe.web.pages.create;

import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.Problem;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import io.loupe.web.pages.layout.SeriesStyle;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills the page of the new experiment from a draft and what is wrong with it. */
final class EditorViews {
    private static final List<String> METRICS = ExperimentDocument.METRICS;
    private static final List<String> HEAT_MAPS = List.of("all", "defective", "none");
    private static final List<String> DEVICES = List.of("auto", "cpu", "gpu");
    private static final List<String> PRIORITIES = List.of("low", "normal", "high");

    private final DetectorCatalogue detectors;

    EditorViews(DetectorCatalogue detectors) {
        this.detectors = detectors;
    }

    /**
     * What the person asked for.
     *
     * @param start the value of the start that the draft comes from, or empty
     * @param refusal why the form cannot be shown, or empty
     */
    record Asked(String key, boolean yamlTab, boolean checked, String start, String refusal) {}

    /**
     * What there is in the installation.
     *
     * @param weights names of published weights
     */
    record Known(List<DatasetVersion> datasets, List<String> weights) {}

    EditorView view(
            Draft draft,
            String yaml,
            List<Problem> problems,
            Optional<EditorView.Cost> cost,
            Known known,
            Asked asked) {
        Map<String, String> errors = errors(problems);
        SettingRows settings = new SettingRows(detectors, errors);
        List<EditorView.Row> rows = settings.build(draft.arms());
        List<EditorView.Dataset> choices = datasets(draft, known.datasets());
        int categories = choices.stream().mapToInt(EditorView.Dataset::chosen).sum();
        int seeds = seeds(draft.seeds());
        int trials = categories * draft.arms().size() * seeds;
        return new EditorView(
                asked.key(),
                asked.yamlTab(),
                asked.checked(),
                problems.stream()
                        .map(problem ->
                                new EditorView.Problem(problem.path(), problem.message(), FieldIds.of(problem.path())))
                        .toList(),
                errors,
                starts(asked.start(), known.datasets()),
                draft.name(),
                draft.notes(),
                choices,
                heads(draft.arms()),
                rows,
                rows.stream().flatMap(row -> row.cells().stream()).anyMatch(cell -> cell.list()
                                .equals(SettingRows.WEIGHTS))
                        ? settings.weights(known.weights())
                        : List.of(),
                (int) rows.stream().filter(row -> !row.differs()).count(),
                draft.arms().size() < FormReader.MAX_ARMS,
                draft.seeds(),
                seeds >= 3
                        ? seeds + " seeds; the same in every arm, so that pairs can be compared"
                        : seeds == 1 ? "one seed gives no spread; three or more do" : "three or more give a spread",
                options(metrics(draft), draft.metrics(), value -> MetricWords.word(value.replace('-', '_'))),
                options(HEAT_MAPS, List.of(draft.heatMaps()), EditorViews::heatMaps),
                draft.latency().passes(),
                draft.latency().batch(),
                options(DEVICES, List.of(draft.run().device()), word -> word.equals("auto") ? "as there are" : word),
                draft.run().parallel(),
                options(PRIORITIES, List.of(draft.run().priority()), word -> word),
                draft.run().every(),
                yaml,
                lines(yaml, problems),
                Format.count(trials, "trial", "trials"),
                Format.count(categories, "category", "categories") + " × "
                        + Format.count(draft.arms().size(), "arm", "arms") + " × "
                        + Format.count(seeds, "seed", "seeds"),
                cost,
                asked.refusal());
    }

    /** Several problems of one field stand in one message. */
    private static Map<String, String> errors(List<Problem> problems) {
        return problems.stream()
                .collect(Collectors.toMap(
                        problem -> FieldIds.of(problem.path()),
                        Problem::message,
                        (first, second) -> first.equals(second) ? first : first + "; " + second,
                        LinkedHashMap::new));
    }

    private static List<EditorView.Start> starts(String chosen, List<DatasetVersion> datasets) {
        return Arrays.stream(Starts.values())
                .map(start -> new EditorView.Start(
                        start.title,
                        start.text(datasets),
                        "/experiments/new?start=" + start.value,
                        start.value.equals(chosen)))
                .toList();
    }

    private static List<EditorView.Dataset> datasets(Draft draft, List<DatasetVersion> versions) {
        List<EditorView.Dataset> choices = new ArrayList<>();
        for (DatasetVersion version : versions) {
            Optional<Draft.Data> data = draft.data().stream()
                    .filter(each -> each.bareName().equals(version.dataset()))
                    .findFirst();
            List<EditorView.Option> categories = version.categories().stream()
                    .map(CategorySummary::name)
                    .map(name -> new EditorView.Option(
                            name,
                            name,
                            data.map(each -> each.all() || each.categories().contains(name))
                                    .orElse(false)))
                    .toList();
            choices.add(new EditorView.Dataset(
                    choices.size(),
                    data.map(Draft.Data::dataset).orElse(version.dataset()),
                    "@" + version.shortVersion() + " · "
                            + Format.count(categories.size(), "category", "categories") + ", "
                            + Format.count(version.images(), "image", "images"),
                    categories,
                    (int) categories.stream().filter(EditorView.Option::chosen).count()));
        }
        return choices;
    }

    private List<EditorView.ArmHead> heads(List<Draft.Arm> arms) {
        List<EditorView.ArmHead> heads = new ArrayList<>();
        for (Draft.Arm arm : arms) {
            Optional<DetectorDescription> detector = detectors.find(arm.detector());
            List<String> presets = detector.map(DetectorDescription::presets).orElse(List.of()).stream()
                    .map(DetectorDescription.Preset::name)
                    .toList();
            heads.add(new EditorView.ArmHead(
                    heads.size(),
                    SeriesStyle.of(heads.size()),
                    arm.name(),
                    arm.detector(),
                    arm.preset(),
                    withUnknown(
                            detectors.all().stream()
                                    .map(DetectorDescription::name)
                                    .toList(),
                            arm.detector()),
                    withUnknown(presets, arm.preset()),
                    detector.flatMap(each -> each.preset(arm.preset()))
                            .map(DetectorDescription.Preset::help)
                            .orElse(""),
                    arms.size() > 1));
        }
        return heads;
    }

    /** Choices with the one that is chosen, also when nobody knows it: it is shown beside its message. */
    private static List<EditorView.Option> withUnknown(List<String> known, String chosen) {
        List<EditorView.Option> options = new ArrayList<>(options(known, List.of(chosen), word -> word));
        if (!known.contains(chosen)) {
            options.addFirst(new EditorView.Option(chosen, chosen.isEmpty() ? "choose" : chosen, true));
        }
        return options;
    }

    private static List<EditorView.Option> options(
            List<String> known, List<String> chosen, java.util.function.UnaryOperator<String> word) {
        return known.stream()
                .map(value -> new EditorView.Option(value, word.apply(value), chosen.contains(value)))
                .toList();
    }

    /** What there is, and what the draft asks for beside it, such as AU-PRO up to another limit. */
    private static List<String> metrics(Draft draft) {
        return Stream.of(METRICS, ExperimentDocument.LOCO_METRICS, draft.metrics())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static String heatMaps(String value) {
        return switch (value) {
            case "all" -> "all images";
            case "defective" -> "defective images only";
            default -> value;
        };
    }

    private static int seeds(String typed) {
        return (int) Arrays.stream(typed.strip().split("[,;\\s]+"))
                .filter(item -> !item.isEmpty())
                .distinct()
                .count();
    }

    /** The document's lines, those with problems marked; empty while there is nothing to mark. */
    private static List<EditorView.Line> lines(String yaml, List<Problem> problems) {
        Map<Integer, String> messages = new TreeMap<>();
        problems.forEach(problem -> problem.line()
                .ifPresent(line -> messages.merge(line, problem.message(), (a, b) -> a.equals(b) ? a : a + "; " + b)));
        if (messages.isEmpty()) {
            return List.of();
        }
        List<EditorView.Line> lines = new ArrayList<>();
        for (String text : yaml.lines().toList()) {
            String message = messages.getOrDefault(lines.size() + 1, "");
            lines.add(new EditorView.Line(text, !message.isEmpty(), message));
        }
        return lines;
    }
}
