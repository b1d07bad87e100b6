package io.loupe.web.document;

import java.util.List;

/** What checking a document found. */
public sealed interface Checked {
    /** Nothing is wrong. */
    record Valid(ExperimentDocument document) implements Checked {}

    /** Everything that is wrong, in the order of the document. */
    record Invalid(List<Problem> problems) implements Checked {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
