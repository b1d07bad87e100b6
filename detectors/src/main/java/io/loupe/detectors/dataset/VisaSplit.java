package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * VisA's table of its split: {@code object,split,label,image,mask}, with paths from the dataset's folder; labels are
 * {@code normal} and {@code anomaly}. Objects whose folder is absent are passed over, so that parts can be imported.
 */
final class VisaSplit {
    static final String FILE = "split_csv/1cls.csv";
    static final String ANOMALY = "anomaly";

    private static final List<String> COLUMNS = List.of("object", "split", "label", "image", "mask");
    private static final int SHOWN = 20;

    private final Folder folder;
    private final Path root;
    private final Problems problems;
    private final Map<String, List<Entry>> entries = new TreeMap<>();
    private final Set<Path> seen = new HashSet<>();
    private int wrong;

    VisaSplit(Folder folder, Path root, Problems problems) {
        this.folder = folder;
        this.root = root;
        this.problems = problems;
    }

    List<PlannedCategory> plan(Path table) {
        List<String> lines;
        try {
            lines = Files.readAllLines(table);
        } catch (IOException e) {
            problems.error(table, "cannot be read as text (" + e.getMessage() + "); replace the file");
            return List.of();
        }
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        if (!header.equals(COLUMNS)) {
            problems.error(
                    table,
                    "the first line is \"" + String.join(",", header) + "\" and should be \""
                            + String.join(",", COLUMNS) + "\"; take the dataset's own file");
            return List.of();
        }
        Set<String> absent = new HashSet<>();
        for (int line = 1; line < lines.size(); line++) {
            List<String> cells = cells(lines.get(line));
            if (!lines.get(line).isBlank() && !skipped(cells, absent)) {
                row(table, line + 1, cells);
            }
        }
        if (wrong > SHOWN) {
            problems.error(table, (wrong - SHOWN) + " more lines are wrong");
        }
        return entries.entrySet().stream()
                .map(category -> new PlannedCategory(
                        folder.path().resolve(category.getKey()), category.getKey(), category.getValue()))
                .toList();
    }

    private boolean skipped(List<String> cells, Set<String> absent) {
        String object = cells.getFirst();
        if (object.isEmpty()
                || folder.folders().stream()
                        .anyMatch(child -> MvtecLayout.name(child).equals(object))) {
            return false;
        }
        if (absent.add(object)) {
            problems.warning(
                    folder.path(), "there is no folder \"" + object + "\", which split_csv/1cls.csv names; ignored");
        }
        return true;
    }

    private void row(Path table, int line, List<String> cells) {
        if (cells.size() != COLUMNS.size()) {
            wrong(table, line, "has " + cells.size() + " cells instead of " + COLUMNS.size());
            return;
        }
        String split = cells.get(1);
        boolean normal = cells.get(2).equals("normal");
        if (!normal && !cells.get(2).equals(ANOMALY)) {
            wrong(table, line, "the label \"" + cells.get(2) + "\" is neither normal nor anomaly");
        } else if (split.equals(MvtecLayout.TRAIN) && !normal) {
            wrong(table, line, "an anomaly must not be trained on");
        } else if (!split.equals(MvtecLayout.TRAIN) && !split.equals(MvtecLayout.TEST)) {
            wrong(table, line, "the split \"" + split + "\" is neither train nor test");
        } else {
            List<Entry> category = entries.computeIfAbsent(cells.getFirst(), _ -> new ArrayList<>());
            file(table, line, cells.get(3)).ifPresent(image -> {
                if (!seen.add(image)) {
                    wrong(table, line, "\"" + cells.get(3) + "\" is there twice");
                } else if (normal) {
                    category.add(
                            split.equals(MvtecLayout.TRAIN)
                                    ? Entry.good(image, Role.TRAIN)
                                    : Entry.test(image, TestImage.GOOD, ""));
                } else {
                    Entry entry = Entry.test(image, ANOMALY, cells.get(4).isEmpty() ? "its mask" : cells.get(4));
                    category.add(entry);
                    if (!cells.get(4).isEmpty()) {
                        file(table, line, cells.get(4)).ifPresent(mask -> {
                            LayoutCheck.reportJpegMask(mask, problems);
                            category.add(Entry.mask(mask, ANOMALY, entry.stem(), cells.get(3)));
                        });
                    }
                }
            });
        }
    }

    /** The file that a cell names, if it lies in the dataset. */
    private Optional<Path> file(Path table, int line, String cell) {
        try {
            Path file = folder.path().resolve(cell).normalize();
            if (!file.startsWith(folder.path()) || !Files.isRegularFile(file)) {
                wrong(table, line, "there is no file \"" + cell + "\" in the dataset; add it, or remove the line");
            } else if (!file.toRealPath().startsWith(root.toRealPath())) {
                wrong(table, line, "\"" + cell + "\" is a link that leads out of the dataset");
            } else if (!MvtecLayout.isImage(MvtecLayout.name(file))) {
                wrong(table, line, "\"" + cell + "\" is not an image that is read; convert it to PNG");
            } else {
                return Optional.of(file);
            }
        } catch (IOException | InvalidPathException e) {
            wrong(table, line, "\"" + cell + "\" is no path of a file (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }

    private void wrong(Path table, int line, String message) {
        if (++wrong <= SHOWN) {
            problems.error(table, "line " + line + ": " + message);
        }
    }

    private static List<String> cells(String line) {
        String bare = line.startsWith("\ufeff") ? line.substring(1) : line;
        return Arrays.stream(bare.split(",", -1)).map(String::strip).toList();
    }
}
