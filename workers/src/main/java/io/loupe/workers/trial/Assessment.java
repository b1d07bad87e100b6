package io.loupe.workers.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Detector;
import io.loupe.detectors.MadeWeights;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.WeightsMaker;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.Evaluation;
import io.loupe.detectors.evaluation.EvaluationProgress;
import io.loupe.detectors.evaluation.Evaluator;
import io.loupe.detectors.evaluation.HeatMaps;
import io.loupe.detectors.evaluation.WantedMetric;
import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.workflows.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How good a trained method is, measured as its kind demands, with all files written below a folder. */
final class Assessment {
    private static final int SHORT_ID = 8;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Workplace workplace;
    private final TrialSpec spec;
    private final Path output;
    private final EvaluationProgress progress;

    /** @param output folder for the files */
    Assessment(Workplace workplace, TrialSpec spec, Path output, EvaluationProgress progress) {
        this.workplace = workplace;
        this.spec = spec;
        this.output = output;
        this.progress = progress;
    }

    /** @param input as the training had it; it resumes from the final checkpoint */
    <S extends Record> Evaluation of(ChosenMethod<S> chosen, Category category, TrainingInput input)
            throws IOException {
        return switch (chosen.method()) {
            case Detector<S> detector -> scored(detector, chosen.settings(), category, input);
            case WeightsMaker<S> maker -> made(maker, chosen.settings(), input);
        };
    }

    private <S extends Record> Evaluation scored(
            Detector<S> detector, S settings, Category category, TrainingInput input) throws IOException {
        List<WantedMetric> metrics = WantedMetric.wanted(spec.metrics(), category);
        CheckpointState state = input.resumeFrom().orElseThrow();
        try (Scorer scorer = detector.scorer(state, settings, input.compute())) {
            return new Evaluator(
                            category.withValidation(detector.validation(input, settings)),
                            metrics,
                            HeatMaps.parse(spec.heatMaps()),
                            output,
                            progress)
                    .evaluate(scorer);
        }
    }

    private <S extends Record> Evaluation made(WeightsMaker<S> maker, S settings, TrainingInput input)
            throws IOException {
        MadeWeights made = maker.make(input, settings, progress);
        String wished = maker.wishedName(settings);
        String name = wished.isEmpty() ? maker.name() + "-" + shortId() : free(wished);
        PublishedWeights published =
                workplace.tracking().weights().publish(name, made.title(), spec.trialId(), made.metrics(), made.file());
        write("model/" + published.name() + ".safetensors", made.file());
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("category", spec.category());
        file.put("metrics", made.metrics());
        file.put("images", made.images());
        file.put("weights", published);
        write("metrics.json", JSON.writeValueAsBytes(file));
        return new Evaluation(made.metrics(), Map.of(), made.images(), 0);
    }

    /** The wished name, with the trial's id if another trial has it: nothing that was trained is lost for a name. */
    private String free(String wished) {
        return workplace
                .tracking()
                .weights()
                .find(wished)
                .filter(there -> !there.trial().equals(spec.trialId()))
                .map(taken -> wished + "-" + shortId())
                .orElse(wished);
    }

    private String shortId() {
        String id = spec.trialId();
        return id.substring(Math.max(0, id.length() - SHORT_ID));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = output.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
