package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out which layout a folder has, or whether it has the wished one. */
final class Recognition {
    /** Archives wrap a dataset in a folder of its name, tools in one more. */
    private static final int WRAPPERS = 3;

    private static final int SHOWN = 5;

    private final Path root;
    private final Problems problems;

    Recognition(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /**
     * What was recognised.
     *
     * @param folder the imported folder, or the one that it wraps
     */
    record Found(DatasetLayout layout, Folder folder) {}

    /**
     * Looks for a layout.
     *
     * @param wished one of {@link Layouts#NAMES}
     * @return empty, after an error that says what was looked for and what is there, if there is none
     */
    Optional<Found> find(String wished) {
        List<DatasetLayout> candidates = DatasetLayout.ALL.stream()
                .filter(layout -> wished.equals(Layouts.AUTO) || layout.name().equals(wished))
                .toList();
        Optional<Found> found = find(candidates);
        if (found.isEmpty()) {
            problems.error(root, none(wished, candidates));
        }
        return found;
    }

    private Optional<Found> find(List<DatasetLayout> candidates) {
        Folder folder = list(root);
        for (int wrappers = 0; wrappers <= WRAPPERS; wrappers++) {
            for (DatasetLayout layout : candidates) {
                if (layout.fits(folder)) {
                    return Optional.of(new Found(layout, folder));
                }
            }
            if (folder.folders().size() != 1) {
                return Optional.empty();
            }
            folder = list(folder.folders().getFirst());
        }
        return Optional.empty();
    }

    /** Problems of a folder are told when it is read for good. */
    private Folder list(Path path) {
        return Folder.list(path, root, new Problems(root));
    }

    private String none(String wished, List<DatasetLayout> candidates) {
        if (wished.equals(Layouts.AUTO)) {
            return "no dataset found. Looked for "
                    + candidates.stream()
                            .map(layout -> layout.name() + ": " + layout.looksFor())
                            .collect(Collectors.joining("; "))
                    + ". Found " + content() + ". Give the folder that holds one of these";
        }
        return "not a dataset in the layout " + wished + ". Looked for "
                + candidates.getFirst().looksFor() + ". Found " + content()
                + find(DatasetLayout.ALL)
                        .map(other ->
                                ". It looks like the layout " + other.layout().name() + ": choose that, or auto")
                        .orElse("");
    }

    private String content() {
        Folder top = list(root);
        List<String> parts = new ArrayList<>();
        if (!top.folders().isEmpty()) {
            parts.add((top.folders().size() == 1 ? "the folder " : "the folders ") + shown(top.folders()));
        }
        long images = top.files().stream()
                .filter(file -> MvtecLayout.isImage(MvtecLayout.name(file)))
                .count();
        long others = top.files().size() - images;
        if (images > 0) {
            parts.add(images + (images == 1 ? " image" : " images"));
        }
        if (others > 0) {
            parts.add(others + (others == 1 ? " other file" : " other files"));
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static String shown(List<Path> folders) {
        String names = folders.stream().limit(SHOWN).map(MvtecLayout::name).collect(Collectors.joining(", "));
        return folders.size() > SHOWN ? names + " and " + (folders.size() - SHOWN) + " more" : names;
    }
}
