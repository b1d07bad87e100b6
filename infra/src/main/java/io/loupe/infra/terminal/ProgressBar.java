package io.loupe.infra.terminal;

import java.time.Duration;
import java.util.Locale;

/** One line that says how far something is. */
public final class ProgressBar {

    private static final int WIDTH = 10;

    private ProgressBar() {}

    /** {@code [###-------]  33 %}. */
    public static String bar(long done, long total) {
        double share = total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
        int full = (int) (share * WIDTH);
        return String.format(
                Locale.ROOT, "[%s%s] %3d %%", "#".repeat(full), "-".repeat(WIDTH - full), (int) (share * 100));
    }

    /** Time left at {@code perSecond}; empty text while the rate is unknown. */
    public static String timeLeft(long done, long total, double perSecond) {
        if (perSecond <= 0 || total <= done) {
            return "";
        }
        Duration left = Duration.ofMillis((long) ((total - done) / perSecond * 1000));
        return Durations.format(left) + " left";
    }
}
