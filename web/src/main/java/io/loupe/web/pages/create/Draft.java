package io.loupe.web.pages.create;

import java.util.List;
import java.util.Map;

/**
 * An experiment as it stands in the form: texts as typed, right or wrong.
 *
 * @param data datasets of which at least one category is chosen, or which a document names
 * @param seeds as typed, {@code 1, 2, 3}
 * @param metrics as documents name them
 */
record Draft(
        String name,
        String notes,
        List<Data> data,
        List<Arm> arms,
        String seeds,
        List<String> metrics,
        String heatMaps,
        Latency latency,
        Run run) {

    Draft {
        data = List.copyOf(data);
        arms = List.copyOf(arms);
        metrics = List.copyOf(metrics);
    }

    /**
     * @param dataset as the document names it, {@code mvtec-ad} or {@code mvtec-ad@a81f3c20}
     * @param all whether every category is meant, also those of later versions
     */
    record Data(String dataset, boolean all, List<String> categories) {
        /** The name without a version. */
        String bareName() {
            int at = dataset.indexOf('@');
            return at < 0 ? dataset : dataset.substring(0, at);
        }
    }

    /** @param settings by path, only those that differ from the preset */
    record Arm(String name, String detector, String preset, Map<String, String> settings) {}

    /** Empty texts stand for the default. */
    record Run(String device, String parallel, String priority, String every) {
        static final Run DEFAULT = new Run("auto", "", "normal", "");
    }

    /** Passes whose time is taken, and images in a pass of the throughput's; empty texts for not measured. */
    record Latency(String passes, String batch) {
        static final Latency NONE = new Latency("", "");
    }

    Draft withArms(List<Arm> changed) {
        return new Draft(name, notes, data, changed, seeds, metrics, heatMaps, latency, run);
    }

    Draft withData(List<Data> changed) {
        return new Draft(name, notes, changed, arms, seeds, metrics, heatMaps, latency, run);
    }
}
