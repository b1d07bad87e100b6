package io.loupe.workers.trial;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.settings.Problem;
import io.loupe.detectors.settings.Reading;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.workflows.trial.TrialSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method together with its settings, read.
 *
 * @param method the trial's method
 * @param settings the trial's settings
 */
record ChosenMethod<S extends Record>(TrainableMethod<S> method, S settings) {

    /** @throws DetectorException with {@code USER} if there is no such detector, or a setting does not read */
    static ChosenMethod<?> of(Function<String, Optional<TrainableMethod<?>>> methods, TrialSpec spec) {
        TrainableMethod<?> method = methods.apply(spec.detector())
                .orElseThrow(() -> new DetectorException(
                        DetectorException.Kind.USER,
                        "this worker knows no detector \"" + spec.detector() + "\"",
                        "detector",
                        "Update the worker, or choose another detector in a new experiment."));
        return read(method, spec);
    }

    private static <S extends Record> ChosenMethod<S> read(TrainableMethod<S> method, TrialSpec spec) {
        S defaults = method.presets().values().iterator().next();
        return switch (SettingsReader.read(defaults, spec.settings(), "settings")) {
            case Reading.Valid<S> valid -> new ChosenMethod<>(method, valid.settings());
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
        return method.train(input, settings);
    }
}
