package io.loupe.detectors.settings;

/**
 * One thing wrong with a document.
 *
 * @param path where, such as {@code settings.vae.beta}
 * @param message what is wrong and what is allowed
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
