package io.loupe.web.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalInt;

/**
 * One thing that is wrong with a document.
 *
 * @param path of the field, such as {@code arms[1].settings.vae.beta}; {@code (document)} for the whole
 * @param message what is wrong, and what is right
 * @param line of the field in the text as submitted, 1 for the first; empty where it is not known
 */
public record Problem(
        String path,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalInt line) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
