package io.loupe.workers.trial;

import java.util.Map;

/** Writes maps of maps, texts, numbers and truth values as YAML; texts are always quoted. */
final class Yaml {
    private Yaml() {}

    static void write(Map<?, ?> map, String indent, StringBuilder out) {
        map.forEach((name, value) -> {
            out.append(indent).append(name).append(':');
            switch (value) {
                case null -> out.append(" null\n");
                case Map<?, ?> empty when empty.isEmpty() -> out.append(" {}\n");
                case Map<?, ?> group -> {
                    out.append('\n');
                    write(group, indent + "  ", out);
                }
                case Number number -> out.append(' ').append(number).append('\n');
                case Boolean truth -> out.append(' ').append(truth).append('\n');
                default -> out.append(' ').append(quoted(value.toString())).append('\n');
            }
        });
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
