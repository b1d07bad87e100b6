package io.loupe.detectors.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The usable content of one folder, by name; hidden, linked and badly named things were reported and left out.
 *
 * @param path the folder
 * @param folders folders in it
 * @param files files in it
 */
record Folder(Path path, List<Path> folders, List<Path> files) {
    /** A folder that does not exist is an empty one. */
    static Folder list(Path path, Path root, Problems problems) {
        List<Path> folders = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : children(path, problems)) {
                if (!isUsable(child, root, problems)) {
                    continue;
                }
                if (Files.isDirectory(child)) {
                    folders.add(child);
                } else {
                    files.add(child);
                }
            }
            reportCaseTwins(folders, problems);
            reportCaseTwins(files, problems);
        }
        return new Folder(path, folders, files);
    }

    boolean isEmpty() {
        return folders.isEmpty() && files.isEmpty();
    }

    private static List<Path> children(Path path, Problems problems) {
        try (Stream<Path> children = Files.list(path)) {
            return children.sorted().toList();
        } catch (IOException _) {
            problems.error(path, "the folder cannot be listed; check its permissions");
            return List.of();
        }
    }

    private static boolean isUsable(Path child, Path root, Problems problems) {
        String name = MvtecLayout.name(child);
        if (MvtecLayout.isHidden(child) || name.equals("__MACOSX") || name.equals("Thumbs.db")) {
            problems.warning(child, "left behind by a tool or the system, ignored; delete it");
            return false;
        }
        if (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
            problems.error(
                    child,
                    "the name \"" + printable(name) + "\" begins or ends with white space, or holds control"
                            + " characters; rename it to \"" + printable(name.strip()) + "\"");
            return false;
        }
        if (Files.isSymbolicLink(child)) {
            return isUsableLink(child, root, problems);
        }
        if (!Files.isDirectory(child) && !Files.isRegularFile(child)) {
            problems.error(child, "neither a file nor a folder (a device or a pipe); delete it");
            return false;
        }
        return true;
    }

    private static boolean isUsableLink(Path link, Path root, Problems problems) {
        Path target;
        try {
            target = link.toRealPath();
            if (!target.startsWith(root.toRealPath())) {
                problems.error(link, "a link that leads out of the dataset's folder; put a copy of the file here");
                return false;
            }
        } catch (IOException _) {
            problems.error(link, "a link to something that does not exist; put the file itself here");
            return false;
        }
        if (Files.isDirectory(target)) {
            problems.error(link, "a link to a folder; put the folder itself here");
            return false;
        }
        return true;
    }

    /** Two names that differ in case only become one on many systems. */
    private static void reportCaseTwins(List<Path> children, Problems problems) {
        Map<String, Path> seen = new HashMap<>();
        for (Path child : children) {
            Path twin = seen.putIfAbsent(MvtecLayout.name(child).toLowerCase(Locale.ROOT), child);
            if (twin != null) {
                problems.error(
                        child,
                        "differs from \"" + MvtecLayout.name(twin)
                                + "\" in upper and lower case only; rename one of the two");
            }
        }
    }

    private static String printable(String name) {
        StringBuilder result = new StringBuilder();
        name.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                result.append(String.format("\\u%04x", c));
            } else {
                result.append((char) c);
            }
        });
        return result.toString();
    }
}
