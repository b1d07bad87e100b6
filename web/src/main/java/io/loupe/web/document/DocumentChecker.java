package io.loupe.web.document;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.document.ExperimentDocument.Run;
import io.loupe.workflows.trial.LatencyWish;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Checks an experiment document whole: every problem at once, each with the path of its field. */
@ApplicationScoped
public class DocumentChecker {
    /** Trials of one experiment; more are better several experiments. */
    public static final int MAX_TRIALS = 2_000;

    static final int NAME_LENGTH = 120;
    static final int NOTES_LENGTH = 20_000;

    private static final int MAX_THREADS = 1024;

    /** As published; a document may ask for fewer where a pass takes long. */
    private static final int DEFAULT_PASSES = 1_000;

    private static final int MAX_PASSES = 100_000;
    private static final int MAX_BATCH = 1_024;

    /** Trials in the window when the document does not say: as many as there are devices, since they queue for those. */
    private static final int DEFAULT_PARALLEL = 100;

    private static final String NO_PRESET = "default";
    private static final double DEFAULT_CHECKPOINT_SECONDS = 60;
    private static final double MAX_CHECKPOINT_SECONDS = 24 * 3600;
    private static final List<String> KEYS =
            List.of("loupe", "name", "data", "arms", "notes", "seeds", "evaluation", "run");

    private final DetectorCatalogue detectors;
    private final KnownDatasets datasets;

    public DocumentChecker(DetectorCatalogue detectors, KnownDatasets datasets) {
        this.detectors = requireNonNull(detectors, "detectors is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
    }

    /** @param text YAML or JSON */
    public Checked check(String text) {
        DocumentText.Parsed parsed = DocumentText.parse(text);
        if (parsed.root().isEmpty()) {
            return new Checked.Invalid(parsed.problems());
        }
        Problems problems = new Problems(parsed.lines());
        Optional<ExperimentDocument> document = Fields.of(
                        parsed.root().get(), "", "a mapping with the keys " + String.join(", ", KEYS), problems)
                .map(fields -> document(fields.only(KEYS), problems));
        return problems.any() ? new Checked.Invalid(problems.all()) : new Checked.Valid(document.orElseThrow());
    }

    private ExperimentDocument document(Fields fields, Problems problems) {
        checkVersion(fields);
        String name = name(fields);
        String notes = notes(fields);
        List<DataChoice> data = new DataReader(datasets.all(), problems).read(fields);
        List<Arm> arms = arms(fields, problems);
        List<Long> seeds = seeds(fields, problems);
        Optional<Fields> evaluation = fields.mapping("evaluation", "a mapping with metrics, heatMaps and latency")
                .map(inner -> inner.only(List.of("metrics", "heatMaps", "latency")));
        List<String> metrics = evaluation.map(inner -> metrics(inner, problems)).orElse(ExperimentDocument.METRICS);
        String heatMaps = evaluation
                .map(inner -> inner.word("heatMaps", "all", List.of("all", "defective", "none")))
                .orElse("all");
        Optional<LatencyWish> latency = evaluation.flatMap(DocumentChecker::latency);
        Run run = run(fields);
        ExperimentDocument document =
                new ExperimentDocument(name, notes, data, arms, seeds, metrics, heatMaps, latency, run);
        if (document.trials() > MAX_TRIALS) {
            problems.add(
                    Problems.WHOLE,
                    "asks for " + document.trials() + " trials; at most " + MAX_TRIALS
                            + " make one experiment, so split it");
        }
        return document;
    }

    private static void checkVersion(Fields fields) {
        if (!fields.has("loupe")) {
            fields.problem("loupe", "is missing; a document begins with \"loupe: 1\"");
            return;
        }
        OptionalLong version = fields.integer("loupe", 0, Integer.MAX_VALUE);
        if (version.isPresent() && version.getAsLong() != 1) {
            fields.problem(
                    "loupe",
                    version.getAsLong() + " is no version of the document that is known here; the only one is 1");
        }
    }

    private static String name(Fields fields) {
        if (!fields.has("name")) {
            fields.problem("name", "is missing");
            return "";
        }
        Optional<String> name = fields.text("name");
        name.flatMap(text -> Names.wrong(text, NAME_LENGTH)).ifPresent(wrong -> fields.problem("name", wrong));
        return name.map(String::strip).orElse("");
    }

    private static String notes(Fields fields) {
        String notes = fields.text("notes").orElse("");
        if (notes.length() > NOTES_LENGTH) {
            fields.problem("notes", "has " + notes.length() + " characters; at most " + NOTES_LENGTH + " are allowed");
        }
        return notes;
    }

    private List<Arm> arms(Fields fields, Problems problems) {
        if (!fields.has("arms")) {
            fields.problem("arms", "is missing; list at least one arm with name and detector");
            return List.of();
        }
        List<Object> elements = fields.list("arms", "a list of arms").orElse(List.of());
        List<Arm> arms = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = "arms[" + i + "]";
            int position = i;
            Fields.of(elements.get(i), path, "a mapping with name and detector", problems)
                    .map(inner -> inner.only(List.of("name", "detector", "preset", "settings")))
                    .map(inner -> arm(position, inner, problems))
                    .ifPresent(arm -> {
                        String first = names.putIfAbsent(arm.name(), path);
                        if (first != null && !arm.name().isEmpty()) {
                            problems.add(
                                    path + ".name",
                                    Fields.quoted(arm.name()) + " is the name of " + first + " already");
                        }
                        arms.add(arm);
                    });
        }
        return arms;
    }

    private Arm arm(int position, Fields fields, Problems problems) {
        String name = name(fields);
        Optional<Fields> given = fields.mapping("settings", "a mapping of settings");
        if (!fields.has("detector")) {
            List<String> known =
                    detectors.all().stream().map(DetectorDescription::name).toList();
            fields.problem("detector", "is missing; " + Nearest.hint("", known));
        }
        Optional<DetectorDescription> detector = fields.text("detector").flatMap(text -> detector(fields, text));
        // Written out whole, a document has this word where an arm names no preset.
        Optional<String> preset = fields.text("preset").filter(text -> !text.equals(NO_PRESET));
        Map<String, Object> presetSettings = detector.flatMap(known -> preset.map(text -> preset(fields, known, text)))
                .orElse(Map.of());
        Map<String, Object> settings = detector.map(
                        known -> new SettingsReader(problems).complete(known, presetSettings, given))
                .orElse(Map.of());
        return new Arm(
                position,
                name,
                detector.map(DetectorDescription::name).orElse(""),
                preset.orElse(NO_PRESET),
                given.map(Fields::toMap).orElse(Map.of()),
                settings);
    }

    private Optional<DetectorDescription> detector(Fields fields, String name) {
        Optional<DetectorDescription> detector = detectors.find(name);
        if (detector.isEmpty()) {
            List<String> known =
                    detectors.all().stream().map(DetectorDescription::name).toList();
            fields.problem("detector", Fields.quoted(name) + " is no detector; " + Nearest.hint(name, known));
        }
        return detector;
    }

    private static Map<String, Object> preset(Fields fields, DetectorDescription detector, String name) {
        return detector.preset(name).map(DetectorDescription.Preset::settings).orElseGet(() -> {
            List<String> known = detector.presets().stream()
                    .map(DetectorDescription.Preset::name)
                    .toList();
            fields.problem(
                    "preset",
                    Fields.quoted(name) + " is no preset of " + detector.name() + "; " + Nearest.hint(name, known));
            return Map.of();
        });
    }

    private static List<Long> seeds(Fields fields, Problems problems) {
        if (!fields.has("seeds")) {
            return List.of(1L);
        }
        List<Object> elements = fields.list("seeds", "a list of integers").orElse(List.of());
        Set<Long> seeds = new LinkedHashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = "seeds[" + i + "]";
            OptionalLong seed = Fields.integer(elements.get(i), path, 0, Integer.MAX_VALUE, problems);
            if (seed.isPresent() && !seeds.add(seed.getAsLong())) {
                problems.add(path, seed.getAsLong() + " is given twice");
            }
        }
        return List.copyOf(seeds);
    }

    private static List<String> metrics(Fields evaluation, Problems problems) {
        if (!evaluation.has("metrics")) {
            return ExperimentDocument.METRICS;
        }
        List<Object> elements = evaluation.list("metrics", "a list of metrics").orElse(List.of());
        Set<String> metrics = new LinkedHashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = evaluation.at("metrics") + "[" + i + "]";
            Fields.text(elements.get(i), path, problems).ifPresent(name -> {
                if (!ExperimentDocument.isMetric(name)) {
                    problems.add(path, Fields.quoted(name) + " is no metric; " + nearestMetric(name));
                } else if (!metrics.add(name)) {
                    problems.add(path, name + " is given twice");
                }
            });
        }
        return List.copyOf(metrics);
    }

    /** Of names as near, the usual ones are meant. */
    private static String nearestMetric(String name) {
        if (name.startsWith("latency")) {
            return "to have it measured, write latency: { passes: " + DEFAULT_PASSES + " } beside metrics";
        }
        return Nearest.of(name, ExperimentDocument.METRICS.subList(0, 3))
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> Nearest.hint(name, ExperimentDocument.METRICS));
    }

    private static Optional<LatencyWish> latency(Fields evaluation) {
        return evaluation
                .mapping("latency", "a mapping with passes and batch")
                .map(inner -> inner.only(List.of("passes", "batch")))
                .map(inner -> new LatencyWish(
                        (int) inner.integer("passes", 1, MAX_PASSES).orElse(DEFAULT_PASSES),
                        (int) inner.integer("batch", 1, MAX_BATCH).orElse(0)));
    }

    private static Run run(Fields fields) {
        Optional<Fields> run = fields.mapping(
                        "run", "a mapping with device, parallel, priority, checkpoint and threads")
                .map(inner -> inner.only(List.of("device", "parallel", "priority", "checkpoint", "threads")));
        if (run.isEmpty()) {
            return new Run("auto", DEFAULT_PARALLEL, "normal", DEFAULT_CHECKPOINT_SECONDS, 0);
        }
        Fields inner = run.get();
        return new Run(
                inner.word("device", "auto", List.of("auto", "cpu", "gpu")),
                (int) inner.integer("parallel", 1, MAX_TRIALS).orElse(DEFAULT_PARALLEL),
                inner.word("priority", "normal", List.of("low", "normal", "high")),
                checkpointSeconds(inner),
                (int) inner.integer("threads", 1, MAX_THREADS).orElse(0));
    }

    private static double checkpointSeconds(Fields run) {
        Optional<Fields> checkpoint = run.mapping("checkpoint", "a mapping with every");
        checkpoint.ifPresent(inner -> inner.only(List.of("every")));
        Optional<String> every = checkpoint.flatMap(inner -> inner.text("every"));
        if (every.isEmpty()) {
            return DEFAULT_CHECKPOINT_SECONDS;
        }
        OptionalDouble seconds = Durations.parse(every.get());
        if (seconds.isEmpty()) {
            checkpoint
                    .get()
                    .problem(
                            "every",
                            Fields.quoted(every.get()) + " is no length of time; write for example 60s, 5m or 1h");
        } else if (seconds.getAsDouble() < 1 || seconds.getAsDouble() > MAX_CHECKPOINT_SECONDS) {
            checkpoint.get().problem("every", every.get() + " is not between 1s and 24h");
        } else {
            return seconds.getAsDouble();
        }
        return DEFAULT_CHECKPOINT_SECONDS;
    }
}
