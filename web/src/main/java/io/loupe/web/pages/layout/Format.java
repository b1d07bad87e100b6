package io.loupe.web.pages.layout;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How figures are written on pages: one width, units always, a thin comma for thousands. */
public final class Format {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] BYTE_UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Format() {}

    /** {@code 84,210}. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The same of a count in a template: <code>{it.count.grouped}</code>. */
    @TemplateExtension
    static String grouped(int count) {
        return number(count);
    }

    /** {@code 1 trial}, {@code 2 trials}. */
    public static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }

    /** A metric between 0 and 1: three decimals, {@code 0.871}. */
    public static String metric(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "not a number";
    }

    /** A time or a rate, whose further digits are chance: {@code 2.21}, {@code 47.1}, {@code 1,234}. */
    public static String time(double value) {
        if (!Double.isFinite(value)) {
            return value(value);
        }
        double size = Math.abs(value);
        int decimals = size < 9.995 ? 2 : size < 999.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A difference of metrics with its sign: {@code +0.012}, {@code −0.006}. */
    public static String difference(double value) {
        String digits = String.format(Locale.ROOT, "%.3f", Math.abs(value));
        if (digits.equals("0.000")) {
            return "±0.000";
        }
        return (value < 0 ? "−" : "+") + digits;
    }

    /** A loss or another free value: four significant digits, {@code 0.7132}, {@code 1.23e-05}. */
    public static String value(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return number((long) value);
        }
        double size = Math.abs(value);
        if (size < 1e-3 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A raw score where room is short: three significant digits. */
    public static String score(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                : value(value);
    }

    /** {@code 3.4 steps/s}, and seconds a step when one takes longer. */
    public static String rate(double perSecond, String unit) {
        if (!(perSecond > 0)) {
            return "";
        }
        if (perSecond < 0.1) {
            return String.format(Locale.ROOT, "%.1f s a %s", 1 / perSecond, unit);
        }
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f %ss/s" : "%.0f %ss/s", perSecond, unit);
    }

    /** {@code 12 s}, {@code 26 min}, {@code 1 h 7 min}, {@code 2 d 3 h}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes < 5 && seconds % 60 != 0 ? minutes + " min " + seconds % 60 + " s" : minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60 + " min";
        }
        return hours % 24 == 0 ? hours / 24 + " d" : hours / 24 + " d " + hours % 24 + " h";
    }

    /** {@code now}, {@code 16 s ago}, {@code 1 h 7 min ago}, {@code 3 days ago}; the date after three weeks. */
    public static String ago(Instant at, Instant now) {
        Duration since = Duration.between(at, now);
        long seconds = since.toSeconds();
        if (seconds < 2) {
            return "now";
        }
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (since.toHours() < 24) {
            return duration(Duration.ofMinutes(since.toMinutes())) + " ago";
        }
        long days = since.toDays();
        if (days <= 21) {
            return days == 1 ? "1 day ago" : days + " days ago";
        }
        return DAY.format(at);
    }

    /** {@code 2026-03-12 14:14:31 UTC}. */
    public static String exact(Instant at) {
        return EXACT.format(at);
    }

    /** {@code 1.4 GiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String digits = unit == 0 || value >= 100
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
        return digits + " " + BYTE_UNITS[unit];
    }

    /** At most so many characters, with a sign that there was more. */
    public static String shorten(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1).stripTrailing() + "…";
    }

    /** The last eight characters of an id, for where room is short. */
    public static String shortId(String id) {
        return id.length() <= 8 ? id : id.substring(id.length() - 8);
    }
}
