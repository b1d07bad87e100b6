package io.loupe.detectors;

import java.util.Map;
import java.util.Optional;

/**
 * What a trial can train. Its settings are one record whose components carry the annotations of {@code
 * io.loupe.detectors.settings}: the form in the page, the validation and the documentation come from them.
 *
 * @param <S> the settings record; nested records group settings
 */
public sealed interface TrainableMethod<S extends Record> permits Detector, WeightsMaker {
    /** The stable name in documents, such as {@code vt-adl}. */
    String name();

    /** The method's name as papers write it. */
    String title();

    /** One or two sentences, and the source. */
    String description();

    Class<S> settingsType();

    /** Named sets of settings, in the order to show them; the first one holds the defaults. */
    Map<String, S> presets();

    /** One sentence: when to take this preset and what it costs. */
    String presetHelp(String preset);

    /** Whether a finished training may go on to a greater length. */
    default Extension extension() {
        return Extension.none("nobody has said that its schedule allows it");
    }

    /** What the time of a training depends on; empty if nobody has said, so that nothing is concluded from other trainings. */
    default Optional<Effort> effort() {
        return Optional.empty();
    }

    /**
     * Begins a training, or goes on with one.
     *
     * @throws DetectorException with the class of the failure, if data or settings do not allow it
     */
    Training train(TrainingInput input, S settings);
}
