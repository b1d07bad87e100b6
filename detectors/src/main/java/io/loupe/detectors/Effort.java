package io.loupe.detectors;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the time of a training depends on, so that a measured one says something about another: trainings with the same
 * values of some settings have steps that cost the same, and are longer or shorter by their length and their images.
 *
 * @param length path of the setting that the number of steps is proportional to; empty if there is none
 * @param images what more training images do
 * @param settings paths of the settings, or groups of them, that decide what a step costs
 */
public record Effort(String length, Images images, List<String> settings) {
    /** What more training images do to the time. */
    public enum Images {
        /** Nothing: the number of steps is set. */
        NONE,
        /** Twice the images, twice the time. */
        PROPORTIONAL,
        /** Twice the images, more than twice the time: only trainings on about as many can be compared. */
        MORE
    }

    public Effort {
        requireNonNull(length, "length is null");
        requireNonNull(images, "images is null");
        settings = List.copyOf(settings);
    }
}
