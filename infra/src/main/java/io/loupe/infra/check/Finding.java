package io.loupe.infra.check;

/**
 * A promise that does not hold.
 *
 * @param invariant the promise, such as {@code metrics}
 * @param place the trial, experiment, key or run
 * @param message what is wrong, with what was seen
 */
public record Finding(String invariant, String place, String message) {

    @Override
    public String toString() {
        return invariant + ": " + place + ": " + message;
    }
}
