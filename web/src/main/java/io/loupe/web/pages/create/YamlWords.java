package io.loupe.web.pages.create;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Single values as YAML has them: plain where that is read back as the same, quoted elsewhere. */
final class YamlWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./(][A-Za-z0-9 _./+()!?@&-]*");
    private static final Pattern SENTENCE = Pattern.compile("[A-Za-z0-9_./(][A-Za-z0-9 _./+()!?@&,;-]*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlWords() {}

    /** A value whose kind the checker decides: numbers and truth values stay plain. */
    static String value(String typed) {
        String value = typed.strip();
        return NUMBER.matcher(value).matches() || value.equals("true") || value.equals("false") ? value : text(value);
    }

    /** A text anywhere, also between brackets. */
    static String text(String text) {
        return plain(text, PLAIN) ? text : quoted(text);
    }

    /** A text that has the rest of its line for itself. */
    static String sentence(String text) {
        return plain(text, SENTENCE) ? text : quoted(text);
    }

    private static boolean plain(String text, Pattern pattern) {
        return pattern.matcher(text).matches()
                && !NUMBER.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && !text.endsWith(" ");
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
