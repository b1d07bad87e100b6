package io.loupe.infra.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
public final class Durations {

    private Durations() {}

    /** {@code 0.4 s}, {@code 12.3 s}, {@code 2 min 05 s}, {@code 14 min}, {@code 1 h 04 min}. */
    public static String format(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        if (whole < 3600) {
            return whole / 60 + " min";
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
