package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Walks one category and says what lies where it should not. */
final class LayoutCheck {
    private static final Set<String> NOTES =
            Set.of("txt", "md", "json", "yaml", "yml", "csv", "pdf", "html", "rst", "license", "");
    private static final Set<String> OTHER_PICTURES =
            Set.of("webp", "gif", "heic", "avif", "jp2", "pgm", "ppm", "raw", "dng", "npy");
    private static final Map<String, String> MISNAMED = Map.of(
            "val", MvtecLayout.VALIDATION,
            "valid", MvtecLayout.VALIDATION,
            "training", MvtecLayout.TRAIN,
            "testing", MvtecLayout.TEST,
            "groundtruth", MvtecLayout.GROUND_TRUTH,
            "ground truth", MvtecLayout.GROUND_TRUTH,
            "ground-truth", MvtecLayout.GROUND_TRUTH,
            "masks", MvtecLayout.GROUND_TRUTH,
            "mask", MvtecLayout.GROUND_TRUTH);

    private final Path root;
    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();

    private final boolean channels;

    private LayoutCheck(Path root, Problems problems, boolean channels) {
        this.root = root;
        this.problems = problems;
        this.channels = channels;
    }

    /** Whether a folder looks as if it was meant to be a category. */
    static boolean looksLikeCategory(Folder folder) {
        return folder.folders().stream()
                .map(child -> MvtecLayout.name(child).toLowerCase(Locale.ROOT))
                .anyMatch(name -> MvtecLayout.SPLITS.contains(name) && !name.equals(MvtecLayout.VALIDATION));
    }

    /**
     * Images and masks of one category, in the order of their paths.
     *
     * @param channels whether each image's masks lie in a folder of its name, as LOCO's do
     */
    static List<Entry> entries(Folder category, Path root, Problems problems, boolean channels) {
        LayoutCheck check = new LayoutCheck(root, problems, channels);
        check.category(category);
        return List.copyOf(check.entries);
    }

    private void category(Folder category) {
        for (Path file : category.files()) {
            if (isPicture(file)) {
                problems.warning(file, "an image outside train, test and ground_truth, ignored; move it or delete it");
            } else {
                other(file);
            }
        }
        for (Path child : category.folders()) {
            switch (MvtecLayout.name(child)) {
                case MvtecLayout.TRAIN -> goodOnly(child, Role.TRAIN);
                case MvtecLayout.VALIDATION -> goodOnly(child, Role.VALIDATION);
                case MvtecLayout.TEST -> byDefect(child, Role.TEST);
                case MvtecLayout.GROUND_TRUTH -> byDefect(child, Role.MASK);
                default -> unknown(child);
            }
        }
    }

    private void unknown(Path folder) {
        String name = MvtecLayout.name(folder);
        String lower = name.toLowerCase(Locale.ROOT);
        String meant = MvtecLayout.SPLITS.contains(lower) ? lower : MISNAMED.get(lower);
        if (meant != null) {
            problems.error(folder, "the folder must be named exactly \"" + meant + "\"; rename it");
        } else {
            problems.warning(
                    folder, "not a folder of the MVTec layout (train, validation, test, ground_truth), ignored");
        }
    }

    private void goodOnly(Path split, Role role) {
        Folder folder = Folder.list(split, root, problems);
        misplaced(folder, MvtecLayout.name(split) + "/good");
        for (Path child : folder.folders()) {
            String name = MvtecLayout.name(child);
            if (name.equals(TestImage.GOOD)) {
                images(child, role, TestImage.GOOD);
            } else if (name.equalsIgnoreCase(TestImage.GOOD)) {
                problems.error(child, "the folder must be named exactly \"good\"; rename it");
            } else {
                problems.error(
                        child,
                        "only good images belong below " + MvtecLayout.name(split) + "; move them to test/" + name
                                + ", or delete the folder");
            }
        }
    }

    private void byDefect(Path split, Role role) {
        Folder folder = Folder.list(split, root, problems);
        misplaced(folder, MvtecLayout.name(split) + "/DEFECT");
        for (Path child : folder.folders()) {
            String name = MvtecLayout.name(child);
            if (!name.equals(TestImage.GOOD) && name.equalsIgnoreCase(TestImage.GOOD)) {
                problems.error(child, "the folder must be named exactly \"good\"; rename it");
            } else if (!name.codePoints().allMatch(LayoutCheck::isPlain)) {
                problems.error(
                        child,
                        "the name of a defect may hold letters, digits, spaces, - _ and . only; rename the folder");
            } else if (role == Role.MASK && name.equals(TestImage.GOOD)) {
                problems.warning(child, "good images have no masks, ignored; delete the folder");
            } else if (role == Role.MASK && channels) {
                channels(child, name);
            } else {
                images(child, role, name);
            }
        }
    }

    /** A folder for each image, with a mask for each of its defects. */
    private void channels(Path defect, String name) {
        Folder folder = Folder.list(defect, root, problems);
        misplaced(folder, problems.relative(defect) + "/IMAGE");
        for (Path image : folder.folders()) {
            Folder masks = Folder.list(image, root, problems);
            masks.folders()
                    .forEach(child -> problems.error(child, "a folder inside a folder of masks; move its masks out"));
            String stem = MvtecLayout.name(image);
            String counterpart = "test/" + name + "/" + stem + ".png (or .jpg)";
            int before = entries.size();
            for (Path mask : masks.files()) {
                if (MvtecLayout.extension(MvtecLayout.name(mask)).equals("png")) {
                    entries.add(Entry.channel(mask, name, stem, counterpart));
                } else if (isPicture(mask)) {
                    problems.error(mask, "masks are PNG files; make one from the original");
                } else {
                    other(mask);
                }
            }
            if (entries.size() == before) {
                problems.warning(image, "the folder holds no masks; add some, or delete it");
            }
        }
    }

    static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_' || c == '.';
    }

    private void misplaced(Folder folder, String place) {
        long pictures = folder.files().stream().filter(LayoutCheck::isPicture).count();
        if (pictures > 0) {
            problems.error(
                    folder.path(),
                    pictures + (pictures == 1 ? " image lies" : " images lie") + " directly in the folder; move "
                            + (pictures == 1 ? "it" : "them") + " to " + place);
        }
        folder.files().stream().filter(file -> !isPicture(file)).forEach(this::other);
    }

    private void images(Path path, Role role, String defect) {
        Folder folder = Folder.list(path, root, problems);
        for (Path child : folder.folders()) {
            problems.error(
                    child,
                    "a folder inside a folder of images; move its images to " + problems.relative(path)
                            + ", or delete it");
        }
        int before = entries.size();
        for (Path file : folder.files()) {
            if (MvtecLayout.isImage(MvtecLayout.name(file))) {
                entries.add(entry(file, role, defect));
            } else {
                other(file);
            }
        }
        if (entries.size() == before && role == Role.TEST) {
            problems.warning(path, "the folder holds no images; add some, or delete it");
        }
        reportTwins(
                entries.subList(before, entries.size()).stream()
                        .map(Entry::path)
                        .toList(),
                problems);
    }

    private Entry entry(Path file, Role role, String defect) {
        return switch (role) {
            case TRAIN, VALIDATION -> Entry.good(file, role);
            case TEST -> {
                String stem = MvtecLayout.stem(MvtecLayout.name(file));
                String mask = channels ? "/" + stem + "/000.png" : "/" + stem + MvtecLayout.MASK_SUFFIX;
                yield Entry.test(file, defect, MvtecLayout.GROUND_TRUTH + "/" + defect + mask);
            }
            case MASK -> mask(file, defect);
        };
    }

    private Entry mask(Path file, String defect) {
        String name = MvtecLayout.name(file);
        String bare = MvtecLayout.stem(name);
        String stem = bare.endsWith("_mask") ? bare.substring(0, bare.length() - "_mask".length()) : bare;
        if (!name.endsWith(MvtecLayout.MASK_SUFFIX)) {
            boolean png = MvtecLayout.extension(name).equals("png");
            String wanted = stem + MvtecLayout.MASK_SUFFIX;
            problems.error(file, png ? "a mask's name ends with _mask.png; rename it to " + wanted : notPng(wanted));
        }
        return Entry.mask(file, defect, stem, "test/" + defect + "/" + stem + ".png (or .jpg)");
    }

    /** Layouts of others have masks of more formats; none has JPEG, and a mask kept as that would not be found again. */
    static void reportJpegMask(Path mask, Problems problems) {
        String name = MvtecLayout.name(mask);
        if (!MvtecLayout.isMask(name)) {
            problems.error(mask, notPng(MvtecLayout.stem(name) + ".png"));
        }
    }

    private static String notPng(String wanted) {
        return "masks are PNG files (JPEG blurs their borders); make " + wanted + " from the original";
    }

    /** Two images that differ in their extension only would share a mask. */
    static void reportTwins(List<Path> images, Problems problems) {
        Map<String, List<Path>> byStem =
                images.stream().collect(Collectors.groupingBy(image -> MvtecLayout.stem(MvtecLayout.name(image))));
        byStem.values().stream().filter(twins -> twins.size() > 1).forEach(twins -> {
            String first = MvtecLayout.name(twins.getFirst());
            twins.stream()
                    .skip(1)
                    .forEach(twin -> problems.error(
                            twin, "differs from \"" + first + "\" in its extension only; rename one of the two"));
        });
    }

    private void other(Path file) {
        String extension = MvtecLayout.extension(MvtecLayout.name(file));
        if (OTHER_PICTURES.contains(extension)) {
            problems.error(file, "." + extension + " files are not read; convert it to PNG");
        } else if (!NOTES.contains(extension)) {
            problems.warning(
                    file, "neither an image (.png, .jpg, .jpeg, .bmp, .tif, .tiff) nor a note, ignored; delete it");
        }
    }

    private static boolean isPicture(Path file) {
        return MvtecLayout.isImage(MvtecLayout.name(file));
    }
}
