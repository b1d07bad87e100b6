package io.loupe.web.document;

import io.loupe.web.catalogue.Arm;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Checks the settings of one cell of an experiment, as if it were a document of its own. */
@ApplicationScoped
public class Cells {
    private static final String ARM = "arms[0].";

    private final DocumentChecker checker;

    Cells(DocumentChecker checker) {
        this.checker = checker;
    }

    /**
     * One cell.
     *
     * @param dataset name, with its version behind an at sign
     * @param settings all of them
     * @param changes what differs, nested as in a document
     */
    public record Cell(
            String arm,
            String detector,
            String preset,
            String dataset,
            String category,
            long seed,
            Map<String, Object> settings,
            Map<String, Object> changes) {}

    /** The answer to a check. */
    public sealed interface Reading {
        record Valid(Arm arm) implements Reading {}

        /** Paths begin at the arm: {@code settings.epochs}. */
        record Invalid(List<Problem> problems) implements Reading {}
    }

    public Reading read(Cell cell) {
        Map<String, Object> document = Map.of(
                "loupe", 1,
                "name", "one cell",
                "data", List.of(Map.of("dataset", cell.dataset(), "categories", List.of(cell.category()))),
                "seeds", List.of(cell.seed()),
                "arms",
                        List.of(Map.of(
                                "name", cell.arm(),
                                "detector", cell.detector(),
                                "settings", merged(cell.settings(), cell.changes()))));
        return switch (checker.check(Additions.text(document))) {
            case Checked.Valid valid ->
                new Reading.Valid(arm(cell, valid.document().arms().getFirst()));
            case Checked.Invalid invalid ->
                new Reading.Invalid(invalid.problems().stream()
                        .map(problem -> new Problem(shortened(problem.path()), problem.message(), OptionalInt.empty()))
                        .toList());
        };
    }

    /** All settings are given, so the preset is a name only. */
    private static Arm arm(Cell cell, Arm read) {
        return new Arm(0, read.name(), read.detector(), cell.preset(), cell.changes(), read.settings());
    }

    /** What a person typed as settings: YAML or JSON; an empty text changes nothing. */
    public static Map<String, Object> changes(String text) throws UnreadableException {
        if (text.isBlank()) {
            return Map.of();
        }
        DocumentText.Parsed parsed = DocumentText.parse(text);
        if (parsed.root().isEmpty()) {
            throw new UnreadableException(parsed.problems().getFirst().message());
        }
        if (!(parsed.root().get() instanceof Map<?, ?> map)) {
            throw new UnreadableException("is no mapping of settings, such as epochs: 200");
        }
        Map<String, Object> changes = new LinkedHashMap<>();
        map.forEach((key, value) -> changes.put(String.valueOf(key), value));
        return changes;
    }

    /** The text is no mapping. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** Whether two settings mean the same; numbers are compared by value, however they were read. */
    public static boolean same(Object one, Object other) {
        return switch (one) {
            case Map<?, ?> first ->
                other instanceof Map<?, ?> second
                        && first.keySet().equals(second.keySet())
                        && first.entrySet().stream()
                                .allMatch(entry -> same(entry.getValue(), second.get(entry.getKey())));
            case Number first ->
                other instanceof Number second
                        && new BigDecimal(first.toString()).compareTo(new BigDecimal(second.toString())) == 0;
            case null -> other == null;
            default -> one.equals(other);
        };
    }

    private static String shortened(String path) {
        return path.startsWith(ARM) ? path.substring(ARM.length()) : path;
    }

    private static Map<String, Object> merged(Map<?, ?> settings, Map<?, ?> changes) {
        Map<String, Object> merged = new LinkedHashMap<>();
        settings.forEach((key, value) -> merged.put(String.valueOf(key), value));
        changes.forEach((key, value) -> {
            String name = String.valueOf(key);
            merged.put(
                    name,
                    merged.get(name) instanceof Map<?, ?> group && value instanceof Map<?, ?> changed
                            ? merged(group, changed)
                            : value);
        });
        return merged;
    }
}
