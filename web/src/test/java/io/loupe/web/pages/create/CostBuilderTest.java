package io.loupe.web.pages.create;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.estimate.Estimate;
import io.loupe.web.estimate.Estimate.Basis;
import io.loupe.workflows.trial.LatencyWish;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CostBuilderTest {
    private static final ExperimentDocument DOCUMENT = new ExperimentDocument(
            "cost",
            "",
            List.of(),
            List.of(),
            List.of(1L, 2L, 3L),
            List.of(),
            "all",
            Optional.empty(),
            new ExperimentDocument.Run("auto", 4, "normal", 60, 0));

    private static Estimate.Part part(String arm, String category, OptionalDouble seconds) {
        return new Estimate.Part(
                arm,
                "mvtec-ad",
                category,
                3,
                320,
                160,
                OptionalLong.empty(),
                seconds,
                seconds.isPresent() ? Basis.MEASURED : Basis.UNKNOWN,
                seconds.isPresent() ? 2 : 0);
    }

    private static Estimate.Part scaled(String arm, String category, double seconds) {
        return new Estimate.Part(
                arm,
                "mvtec-ad",
                category,
                3,
                320,
                160,
                OptionalLong.empty(),
                OptionalDouble.of(seconds),
                Basis.SCALED,
                4);
    }

    @Test
    void theRateOfRunningTrialsIsSaidToLackEvaluation() {
        Estimate.Part part = new Estimate.Part(
                "vae",
                "mvtec-ad",
                "screw",
                3,
                320,
                160,
                OptionalLong.empty(),
                OptionalDouble.of(600),
                Basis.RUNNING,
                1);

        EditorView.Cost cost =
                CostBuilder.build(DOCUMENT, new Estimate(3, List.of(part), 0, 1_800, OptionalDouble.of(1_800)), 0);

        assertThat(cost.lines()).contains(new EditorView.CostLine("vae", "about 10 min a trial", false));
        assertThat(cost.note())
                .isEqualTo(
                        "Roughly, from 1 trial whose steps cost the same and that trains now on such a device, scaled"
                                + " by the numbers of steps and images; evaluation is not counted.");
    }

    @Test
    void theLatencyIsSaidNotToBeCounted() {
        ExperimentDocument document = new ExperimentDocument(
                "cost",
                "",
                List.of(),
                List.of(),
                List.of(1L),
                List.of(),
                "all",
                Optional.of(new LatencyWish(1000, 16)),
                DOCUMENT.run());
        Estimate estimate =
                new Estimate(1, List.of(part("vae", "screw", OptionalDouble.of(60))), 0, 60, OptionalDouble.of(60));

        assertThat(CostBuilder.build(document, estimate, 0).note())
                .endsWith(
                        "Measuring the latency is not counted: 2,000 passes of one image and as many of 16 come on top"
                                + " in each trial.");
    }

    @Test
    void whatIsScaledSaysAboutAndFromWhat() {
        Estimate estimate = new Estimate(
                6,
                List.of(scaled("vae", "screw", 3_600), scaled("vae", "bottle", 1_800)),
                0,
                16_200,
                OptionalDouble.of(16_200));

        EditorView.Cost cost = CostBuilder.build(DOCUMENT, estimate, 0);

        assertThat(cost.lines())
                .containsExactly(
                        new EditorView.CostLine("vae", "about 30 min to 1 h a trial", false),
                        new EditorView.CostLine("Device time", "about 4 h 30 min", true));
        assertThat(cost.note())
                .isEqualTo("Roughly, from 4 finished trials on such a device whose steps cost the same, scaled by the"
                        + " numbers of steps and images.");
    }

    @Test
    void whatIsMeasuredIsToldByArmAndForAllOfThem() {
        Estimate estimate = new Estimate(
                6,
                List.of(
                        part("vae", "screw", OptionalDouble.of(3_600)),
                        part("vae", "bottle", OptionalDouble.of(1_800))),
                0,
                16_200,
                OptionalDouble.of(16_200));

        EditorView.Cost cost = CostBuilder.build(DOCUMENT, estimate, 8);

        assertThat(cost.lines())
                .containsExactly(
                        new EditorView.CostLine("vae", "30 min to 1 h a trial", false),
                        new EditorView.CostLine("Device time", "4 h 30 min", true),
                        new EditorView.CostLine("With 4 at once", "about 1 h 7 min", true));
        assertThat(cost.note()).startsWith("From 4 finished trials");
    }

    @Test
    void fewerWorkersThanTrialsAtOnceAreWhatCounts() {
        Estimate estimate =
                new Estimate(3, List.of(part("vae", "screw", OptionalDouble.of(60))), 0, 180, OptionalDouble.of(180));

        assertThat(CostBuilder.build(DOCUMENT, estimate, 2).lines())
                .endsWith(new EditorView.CostLine("On the 2 workers there are", "about 1 min 30 s", true));
        assertThat(CostBuilder.build(DOCUMENT, estimate, 0).lines())
                .endsWith(new EditorView.CostLine("Device time", "3 min", true));
    }

    @Test
    void whatIsNotMeasuredIsCalledUnknownAndNeverLeftOut() {
        Estimate estimate = new Estimate(
                6,
                List.of(part("vae", "screw", OptionalDouble.of(60)), part("new", "screw", OptionalDouble.empty())),
                3,
                180,
                OptionalDouble.empty());

        EditorView.Cost cost = CostBuilder.build(DOCUMENT, estimate, 2);

        assertThat(cost.lines())
                .containsExactly(
                        new EditorView.CostLine("vae", "1 min a trial", false),
                        new EditorView.CostLine("new", "unknown", false),
                        new EditorView.CostLine("Device time", "3 min and 3 trials of which it is unknown", true));
        assertThat(cost.note()).startsWith("From 2 finished trials").contains("Unknown where no trial");
    }
}
