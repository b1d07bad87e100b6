package io.loupe.web.document;

import io.loupe.web.catalogue.Arm;
import io.loupe.workflows.trial.LatencyWish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document in which nothing is wrong, every default written out.
 *
 * @param notes Markdown; may be empty
 * @param seeds each once
 * @param latency how the latency is measured; absent for not at all
 */
public record ExperimentDocument(
        String name,
        String notes,
        List<DataChoice> data,
        List<Arm> arms,
        List<Long> seeds,
        List<String> metrics,
        String heatMaps,
        Optional<LatencyWish> latency,
        Run run) {

    /** The metrics asked for when nothing is said, in the order in which pages show them: all that data may allow. */
    public static final List<String> METRICS = List.of(
            "image-auroc",
            "pixel-auroc",
            "au-pro-0.3",
            "au-pro-0.05",
            "image-ap",
            "image-f1-max",
            "pixel-ap",
            "pixel-f1-max");

    /** Of datasets annotated as MVTec LOCO, where they are measured beside the usual ones. */
    public static final List<String> LOCO_METRICS =
            List.of("au-spro-0.05", "image-auroc-mean", "image-auroc-logical", "image-auroc-structural");

    private static final Pattern AU_PRO = Pattern.compile(
            "(?:au-pro-%1$s|au-spro-%1$s(?:-logical|-structural)?)".formatted("(0?\\.\\d{1,6}|1|1\\.0)"));

    /** Whether a document may ask for it: those named above, and AU-PRO and AU-sPRO to any limit within (0, 1]. */
    public static boolean isMetric(String name) {
        Matcher auPro = AU_PRO.matcher(name);
        return METRICS.contains(name)
                || LOCO_METRICS.contains(name)
                || (auPro.matches()
                        && Double.parseDouble(auPro.group(1) == null ? auPro.group(2) : auPro.group(1)) > 0);
    }

    /**
     * Categories of one dataset.
     *
     * @param version whole version, 64 hex digits
     */
    public record DataChoice(String dataset, String version, List<String> categories) {}

    /**
     * How it is run.
     *
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param parallel trials at once
     * @param priority {@code low}, {@code normal} or {@code high}
     * @param checkpointSeconds wished time between checkpoints
     * @param threads to compute with on a processor; 0 for as many as the worker has
     */
    public record Run(String device, int parallel, String priority, double checkpointSeconds, int threads) {}

    /** Trials of this document: categories x arms x seeds. */
    public int trials() {
        int categories =
                data.stream().mapToInt(choice -> choice.categories().size()).sum();
        return categories * arms.size() * seeds.size();
    }

    /** The document again, as maps and lists, with nothing left to a default. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("loupe", 1);
        map.put("name", name);
        map.put("notes", notes);
        map.put("data", data.stream().map(ExperimentDocument::toMap).toList());
        map.put("arms", arms.stream().map(ExperimentDocument::toMap).toList());
        map.put("seeds", seeds);
        Map<String, Object> evaluation = ordered("metrics", metrics, "heatMaps", heatMaps);
        latency.ifPresent(wish -> evaluation.put("latency", toMap(wish)));
        map.put("evaluation", evaluation);
        Map<String, Object> how = ordered(
                "device", run.device(),
                "parallel", run.parallel(),
                "priority", run.priority(),
                "checkpoint", ordered("every", Durations.write(run.checkpointSeconds())));
        if (run.threads() > 0) {
            how.put("threads", run.threads());
        }
        map.put("run", how);
        return map;
    }

    private static Map<String, Object> toMap(DataChoice choice) {
        return ordered(
                "dataset",
                choice.dataset() + "@" + choice.version(),
                "categories",
                new ArrayList<>(choice.categories()));
    }

    private static Map<String, Object> toMap(LatencyWish wish) {
        return wish.batch() > 0
                ? ordered("passes", wish.passes(), "batch", wish.batch())
                : ordered("passes", wish.passes());
    }

    private static Map<String, Object> toMap(Arm arm) {
        return ordered(
                "name", arm.name(), "detector", arm.detector(), "preset", arm.preset(), "settings", arm.settings());
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
