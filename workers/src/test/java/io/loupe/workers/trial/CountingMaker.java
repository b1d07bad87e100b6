package io.loupe.workers.trial;

import io.loupe.detectors.MadeWeights;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.WeightsMaker;
import io.loupe.detectors.evaluation.EvaluationProgress;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import java.util.Map;

/** A {@link CountingDetector} whose weights are for others. */
final class CountingMaker implements WeightsMaker<CountingDetector.Settings> {
    private final CountingDetector counting;
    private final String wished;

    CountingMaker(CountingDetector counting, String wished) {
        this.counting = counting;
        this.wished = wished;
    }

    @Override
    public String name() {
        return counting.name();
    }

    @Override
    public String title() {
        return counting.title();
    }

    @Override
    public String description() {
        return counting.description();
    }

    @Override
    public Class<CountingDetector.Settings> settingsType() {
        return counting.settingsType();
    }

    @Override
    public Map<String, CountingDetector.Settings> presets() {
        return counting.presets();
    }

    @Override
    public String presetHelp(String preset) {
        return counting.presetHelp(preset);
    }

    @Override
    public Training train(TrainingInput input, CountingDetector.Settings settings) {
        return counting.train(input, settings);
    }

    @Override
    public String wishedName(CountingDetector.Settings settings) {
        return wished;
    }

    @Override
    public MadeWeights make(TrainingInput input, CountingDetector.Settings settings, EvaluationProgress progress) {
        progress.at(Stage.SCORING, 1, 1);
        byte[] weights = input.resumeFrom().orElseThrow().parts().get("weights");
        return new MadeWeights("A count", weights, Map.of("eval/steps", (double) settings.steps()), 1);
    }
}
