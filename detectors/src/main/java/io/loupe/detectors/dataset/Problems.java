package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Problem.Severity;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found, with paths relative to the checked folder. */
final class Problems {
    private final Path root;
    private final List<Problem> problems = new ArrayList<>();

    Problems(Path root) {
        this.root = root;
    }

    void error(Path path, String message) {
        problems.add(new Problem(Severity.ERROR, relative(path), message));
    }

    void warning(Path path, String message) {
        problems.add(new Problem(Severity.WARNING, relative(path), message));
    }

    String relative(Path path) {
        return root.relativize(path).toString().replace(File.separatorChar, '/');
    }

    List<Problem> sorted() {
        return problems.stream().sorted().toList();
    }
}
