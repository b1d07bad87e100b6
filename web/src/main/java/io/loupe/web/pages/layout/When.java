package io.loupe.web.pages.layout;

import java.time.Instant;

/**
 * A moment as pages show it.
 *
 * @param iso for machines
 * @param exact shown on hover
 * @param relative shown
 */
public record When(String iso, String exact, String relative) {
    public static When of(Instant at, Instant now) {
        return new When(at.toString(), Format.exact(at), Format.ago(at, now));
    }
}
