package io.loupe.detectors.settings;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading settings from a document: the settings, or everything that is wrong with them. */
public sealed interface Reading<S extends Record> {
    record Valid<S extends Record>(S settings) implements Reading<S> {}

    /** @param problems at least one */
    record Invalid<S extends Record>(List<Problem> problems) implements Reading<S> {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** @throws IllegalArgumentException with every problem, one a line */
    default S orThrow() {
        return switch (this) {
            case Valid<S>(S settings) -> settings;
            case Invalid<S>(List<Problem> problems) ->
                throw new IllegalArgumentException(
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }
}
