package io.loupe.infra;

import java.time.Duration;

/** Waiting between two looks at something that other processes do. */
public final class Pause {
    private Pause() {}

    /** @throws LauncherException if the thread is interrupted; the interrupt stays set */
    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
