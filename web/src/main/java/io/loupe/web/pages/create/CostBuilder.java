package io.loupe.web.pages.create;

import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.estimate.Estimate;
import io.loupe.web.estimate.Estimate.Basis;
import io.loupe.web.pages.layout.Format;
import io.loupe.workflows.trial.LatencyWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what an estimate means and what it comes from; what was never measured is called unknown. */
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
        String note = note(estimate);
        return new EditorView.Cost(
                lines,
                document.latency()
                        .map(wish -> (note + " " + latency(wish)).strip())
                        .orElse(note));
    }

    private static String latency(LatencyWish wish) {
        String passes = Format.number(2L * wish.passes()) + " passes of one image";
        return "Measuring the latency is not counted: " + passes
                + (wish.batch() > 0 ? " and as many of " + wish.batch() : "") + " come on top in each trial.";
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
        String known = about(parts) + (least.equals(most) ? least : least + " to " + most) + " a trial";
        long unknown = parts.size() - seconds.getCount();
        return unknown == 0
                ? known
                : known + ", " + UNKNOWN + " for " + Format.count(unknown, "category", "categories");
    }

    private static String total(Estimate estimate) {
        String about = about(estimate.parts());
        if (estimate.deviceSeconds().isPresent()) {
            return about + time(estimate.deviceSeconds().getAsDouble());
        }
        return estimate.unknownTrials() == estimate.trials()
                ? UNKNOWN
                : about + time(estimate.knownDeviceSeconds()) + " and "
                        + Format.count(estimate.unknownTrials(), "trial", "trials") + " of which it is " + UNKNOWN;
    }

    private static String about(List<Estimate.Part> parts) {
        return parts.stream().anyMatch(part -> part.basis() == Basis.SCALED || part.basis() == Basis.RUNNING)
                ? "about "
                : "";
    }

    private static String note(Estimate estimate) {
        List<String> sentences = new ArrayList<>();
        int measured = from(estimate, Basis.MEASURED, true);
        if (measured > 0) {
            sentences.add("From " + Format.count(measured, "finished trial", "finished trials")
                    + " with the same settings on the same images, on such a device.");
        }
        int scaled = from(estimate, Basis.SCALED, false);
        if (scaled > 0) {
            sentences.add((sentences.isEmpty() ? "Roughly, from " : "Where it says about: roughly, from ")
                    + Format.count(scaled, "finished trial", "finished trials")
                    + " on such a device whose steps cost the same, scaled by the numbers of steps and images.");
        }
        int running = from(estimate, Basis.RUNNING, false);
        if (running > 0) {
            sentences.add((sentences.isEmpty() ? "Roughly, from " : "Or, where none has finished, from ")
                    + Format.count(running, "trial", "trials")
                    + " whose steps cost the same and that "
                    + (running == 1 ? "trains" : "train")
                    + " now on such a device, scaled by the numbers of steps and images; evaluation is not counted.");
        }
        if (estimate.unknownTrials() > 0) {
            sentences.add(
                    "Unknown where no trial whose steps cost the same has finished on such a device yet. A short one,"
                            + " of an epoch or a few hundred steps, makes it known.");
        }
        return String.join(" ", sentences);
    }

    /** Finished trials behind figures; those that the same detector's categories share are counted once. */
    private static int from(Estimate estimate, Basis basis, boolean apart) {
        Map<String, Integer> arms = new LinkedHashMap<>();
        estimate.parts().stream()
                .filter(part -> part.basis() == basis)
                .forEach(part -> arms.merge(part.arm(), part.measured(), apart ? Integer::sum : Math::max));
        return apart
                ? arms.values().stream().mapToInt(Integer::intValue).sum()
                : arms.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static String time(double seconds) {
        return Format.duration(Duration.ofSeconds(Math.max(1, Math.round(seconds))));
    }
}
