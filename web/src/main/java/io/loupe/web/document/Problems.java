package io.loupe.web.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Collects what is wrong, in the order in which it was found, up to a limit that a person can still read. */
final class Problems {
    static final String WHOLE = "(document)";
    private static final int LIMIT = 200;

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Integer> lines;

    /** @param lines line of each path in the text, as far as they are known */
    Problems(Map<String, Integer> lines) {
        this.lines = lines;
    }

    void add(String path, String message) {
        if (found.size() < LIMIT) {
            found.add(new Problem(path, message, line(path)));
        } else if (found.size() == LIMIT) {
            found.add(new Problem(WHOLE, "has more problems; these are the first " + LIMIT, OptionalInt.empty()));
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    List<Problem> all() {
        return List.copyOf(found);
    }

    /** A missing field has no line: that of the nearest thing around it is given. */
    private OptionalInt line(String path) {
        String known = path;
        while (!lines.containsKey(known)) {
            Optional<String> outer = outer(known);
            if (outer.isEmpty()) {
                return OptionalInt.empty();
            }
            known = outer.get();
        }
        return OptionalInt.of(lines.get(known));
    }

    private static Optional<String> outer(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end <= 0 ? Optional.empty() : Optional.of(path.substring(0, end));
    }
}
