package io.loupe.workers.trial;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.settings.Problem;
import io.loupe.detectors.settings.Reading;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.workflows.trial.TrialSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * A detector together with its settings, read.
 *
 * @param detector the trial's detector
 * @param settings the trial's settings
 */
record ChosenDetector<S extends Record>(Detector<S> detector, S settings) {

    /** @throws DetectorException with {@code USER} if there is no such detector, or a setting does not read */
    static ChosenDetector<?> of(Function<String, Optional<Detector<?>>> detectors, TrialSpec spec) {
        Detector<?> detector = detectors
                .apply(spec.detector())
                .orElseThrow(() -> new DetectorException(
                        DetectorException.Kind.USER,
                        "this worker knows no detector \"" + spec.detector() + "\"",
                        "detector",
                        "Update the worker, or choose another detector in a new experiment."));
        return read(detector, spec);
    }

    private static <S extends Record> ChosenDetector<S> read(Detector<S> detector, TrialSpec spec) {
        S defaults = detector.presets().values().iterator().next();
        return switch (SettingsReader.read(defaults, spec.settings(), "settings")) {
            case Reading.Valid<S> valid -> new ChosenDetector<>(detector, valid.settings());
            case Reading.Invalid<S> invalid -> {
                Problem first = invalid.problems().getFirst();
                throw new DetectorException(
                        DetectorException.Kind.USER,
                        first.message(),
                        first.path(),
                        "Correct the setting in a new experiment.");
            }
        };
    }

    Training train(TrainingInput input) {
        return detector.train(input, settings);
    }

    Scorer scorer(CheckpointState state, Compute compute) {
        return detector.scorer(state, settings, compute);
    }
}
