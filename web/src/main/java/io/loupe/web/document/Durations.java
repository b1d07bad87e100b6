package io.loupe.web.document;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as documents have them: {@code 60s}, {@code 5m}, {@code 1.5h}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(s|m|h)");

    private Durations() {}

    /** Seconds; empty when the text is no length of time. */
    static OptionalDouble parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        double factor =
                switch (matcher.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    default -> 3600;
                };
        return OptionalDouble.of(Double.parseDouble(matcher.group(1)) * factor);
    }

    static String write(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString() + "s";
    }
}
