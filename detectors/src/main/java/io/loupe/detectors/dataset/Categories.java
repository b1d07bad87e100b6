package io.loupe.detectors.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds the categories in a folder that holds several, or is one. */
final class Categories {
    private Categories() {}

    /** Whether the folder, or one inside it, is a category; says nothing about problems. */
    static boolean any(Folder folder, Predicate<Folder> isCategory) {
        return isCategory.test(folder)
                || folder.folders().stream().map(Categories::quietly).anyMatch(isCategory);
    }

    /**
     * All categories, by name.
     *
     * @param missing what folders lack that are no categories, in brackets
     */
    static List<Folder> of(Folder folder, Path root, Problems problems, Predicate<Folder> isCategory, String missing) {
        Folder top = Folder.list(folder.path(), root, problems);
        if (isCategory.test(top)) {
            return List.of(top);
        }
        List<Folder> categories = new ArrayList<>();
        for (Path child : top.folders()) {
            if (isCategory.test(quietly(child))) {
                if (checkName(child, problems)) {
                    categories.add(Folder.list(child, root, problems));
                }
            } else {
                problems.warning(child, "not a category " + missing + ", ignored");
            }
        }
        reportLoose(top, problems);
        return categories;
    }

    /** The folders and files of a folder, without a word about others. */
    static Folder quietly(Path path) {
        return Folder.list(path, path, new Problems(path));
    }

    /** Whether there is a folder at this path below another. */
    static boolean has(Folder folder, String path) {
        return Files.isDirectory(folder.path().resolve(path));
    }

    private static boolean checkName(Path category, Problems problems) {
        if (MvtecLayout.name(category).codePoints().allMatch(LayoutCheck::isPlain)) {
            return true;
        }
        problems.error(
                category, "the name of a category may hold letters, digits, spaces, - _ and . only; rename the folder");
        return false;
    }

    private static void reportLoose(Folder top, Problems problems) {
        long images = top.files().stream()
                .filter(file -> MvtecLayout.isImage(MvtecLayout.name(file)))
                .count();
        if (images > 0) {
            problems.warning(
                    top.path(),
                    images + (images == 1 ? " image lies" : " images lie") + " outside any category, ignored");
        }
    }
}
