package io.loupe.web.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One mapping of a document, read field by field. A field that is absent, or has no value, gives an empty answer; one that
 * is wrong gives an empty answer too and leaves a problem.
 */
final class Fields {
    private final Map<?, ?> map;
    private final String path;
    private final Problems problems;

    private Fields(Map<?, ?> map, String path, Problems problems) {
        this.map = map;
        this.path = path;
        this.problems = problems;
    }

    /** The value as a mapping; a problem at {@code path} if it is none. */
    static Optional<Fields> of(Object value, String path, String expected, Problems problems) {
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(map, path, problems));
        }
        problems.add(path.isEmpty() ? Problems.WHOLE : path, "expected " + expected + ", found " + found(value));
        return Optional.empty();
    }

    /** Where a field of this mapping is. */
    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    String path() {
        return path;
    }

    /** Leaves a problem for each key that is not known. */
    Fields only(Collection<String> known) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                problems.add(at(name), "is not known; " + Nearest.hint(name, known));
            }
        }
        return this;
    }

    boolean has(String key) {
        return map.get(key) != null;
    }

    /** The mapping as it was read, keys as texts. */
    Map<String, Object> toMap() {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    Object value(String key) {
        return map.get(key);
    }

    void problem(String key, String message) {
        problems.add(at(key), message);
    }

    Optional<String> text(String key) {
        return has(key) ? text(map.get(key), at(key), problems) : Optional.empty();
    }

    /** A text; numbers and truth values are not taken for one, since what they look like is not what was typed. */
    static Optional<String> text(Object value, String path, Problems problems) {
        if (value instanceof String text) {
            if (text.indexOf('\0') >= 0) {
                problems.add(path, "holds the character NUL, which no database keeps; leave it out");
                return Optional.empty();
            }
            return Optional.of(text);
        }
        String advice = value instanceof Number || value instanceof Boolean ? "; put it in quotes" : "";
        problems.add(path, "expected a text, found " + found(value) + advice);
        return Optional.empty();
    }

    OptionalLong integer(String key, long min, long max) {
        return has(key) ? integer(map.get(key), at(key), min, max, problems) : OptionalLong.empty();
    }

    static OptionalLong integer(Object value, String path, long min, long max, Problems problems) {
        Optional<BigDecimal> number = number(value);
        if (number.isEmpty()) {
            problems.add(path, "expected an integer, found " + found(value));
            return OptionalLong.empty();
        }
        BigDecimal exact = number.get();
        if (exact.signum() != 0 && exact.stripTrailingZeros().scale() > 0) {
            problems.add(path, plain(exact) + " is not an integer");
            return OptionalLong.empty();
        }
        if (exact.compareTo(BigDecimal.valueOf(min)) < 0) {
            problems.add(path, plain(exact) + " is below the minimum " + min);
            return OptionalLong.empty();
        }
        if (exact.compareTo(BigDecimal.valueOf(max)) > 0) {
            problems.add(path, plain(exact) + " is above the maximum " + max);
            return OptionalLong.empty();
        }
        return OptionalLong.of(exact.longValueExact());
    }

    /** One of a few words; {@code fallback} when absent or wrong. */
    String word(String key, String fallback, List<String> allowed) {
        Optional<String> text = text(key);
        if (text.isPresent() && !allowed.contains(text.get())) {
            problem(key, quoted(text.get()) + " is not one of " + String.join(", ", allowed));
            return fallback;
        }
        return text.orElse(fallback);
    }

    Optional<Fields> mapping(String key, String expected) {
        return has(key) ? of(map.get(key), at(key), expected, problems) : Optional.empty();
    }

    /** A list with at least one element. */
    Optional<List<Object>> list(String key, String expected) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!(map.get(key) instanceof List<?> list)) {
            problem(key, "expected " + expected + ", found " + found(map.get(key)));
            return Optional.empty();
        }
        if (list.isEmpty()) {
            problem(key, "is empty; expected " + expected);
            return Optional.empty();
        }
        return Optional.of(new ArrayList<>(list));
    }

    static Optional<BigDecimal> number(Object value) {
        return switch (value) {
            case BigDecimal decimal -> Optional.of(decimal);
            case Number number -> Optional.of(new BigDecimal(number.toString()));
            case null, default -> Optional.empty();
        };
    }

    /** What a person typed, as far as it is known. */
    static String found(Object value) {
        return switch (value) {
            case null -> "nothing";
            case String text -> "the text " + quoted(text);
            case Map<?, ?> map -> "a mapping";
            case List<?> list -> "a list";
            case Number number -> "the number " + plain(number(number).orElseThrow());
            default -> String.valueOf(value);
        };
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return '"' + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + '"';
    }

    static String plain(BigDecimal number) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        boolean readable = Math.abs(stripped.scale()) < 20 && stripped.precision() < 20;
        return readable
                ? stripped.toPlainString()
                : stripped.round(new MathContext(17)).toString();
    }
}
