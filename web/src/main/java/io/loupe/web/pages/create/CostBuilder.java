package io.loupe.web.pages.create;

import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.estimate.Estimate;
import io.loupe.web.pages.layout.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what an estimate means; what was never measured is called unknown. */
final class CostBuilder {
    private static final String UNKNOWN = "unknown";

    private CostBuilder() {}

    /** @param workers that answer now, each with a device */
    static EditorView.Cost build(ExperimentDocument document, Estimate estimate, int workers) {
        Map<String, List<Estimate.Part>> arms = new LinkedHashMap<>();
        estimate.parts().forEach(part -> arms.computeIfAbsent(part.arm(), arm -> new ArrayList<>())
                .add(part));
        List<EditorView.CostLine> lines = new ArrayList<>();
        arms.forEach((arm, parts) -> lines.add(new EditorView.CostLine(arm, each(parts), false)));
        lines.add(new EditorView.CostLine("Device time", total(estimate), true));
        int parallel = Math.min(workers, Math.min(document.run().parallel(), estimate.trials()));
        if (parallel > 1 && estimate.deviceSeconds().isPresent()) {
            lines.add(new EditorView.CostLine(
                    parallel == workers ? "On the " + workers + " workers there are" : "With " + parallel + " at once",
                    "about " + time(estimate.deviceSeconds().getAsDouble() / parallel),
                    true));
        }
        return new EditorView.Cost(lines, note(estimate));
    }

    /** What a trial of one arm takes: the least and the most over categories. */
    private static String each(List<Estimate.Part> parts) {
        DoubleSummaryStatistics seconds = parts.stream()
                .flatMapToDouble(part -> part.secondsEach().stream())
                .summaryStatistics();
        if (seconds.getCount() == 0) {
            return UNKNOWN;
        }
        String least = time(seconds.getMin());
        String most = time(seconds.getMax());
        String known = (least.equals(most) ? least : least + " to " + most) + " a trial";
        long unknown = parts.size() - seconds.getCount();
        return unknown == 0
                ? known
                : known + ", " + UNKNOWN + " for " + Format.count(unknown, "category", "categories");
    }

    private static String total(Estimate estimate) {
        if (estimate.deviceSeconds().isPresent()) {
            return time(estimate.deviceSeconds().getAsDouble());
        }
        return estimate.unknownTrials() == estimate.trials()
                ? UNKNOWN
                : time(estimate.knownDeviceSeconds()) + " and "
                        + Format.count(estimate.unknownTrials(), "trial", "trials") + " of which it is " + UNKNOWN;
    }

    private static String note(Estimate estimate) {
        int measured =
                estimate.parts().stream().mapToInt(Estimate.Part::measured).sum();
        return measured == 0
                ? "Unknown: no trial with these settings on these images has finished here yet. The first that does"
                        + " makes it known."
                : "From " + Format.count(measured, "finished trial", "finished trials")
                        + " with the same settings on the same images.";
    }

    private static String time(double seconds) {
        return Format.duration(Duration.ofSeconds(Math.max(1, Math.round(seconds))));
    }
}
