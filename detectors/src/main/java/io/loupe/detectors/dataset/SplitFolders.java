package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects images and masks of layouts whose folders are sure to be images, or masks, alone. */
final class SplitFolders {
    private static final Set<String> QUIET = Set.of("txt", "md", "json", "csv", "pdf", "license", "");

    private final Path root;
    private final Path category;
    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();

    SplitFolders(Path root, Path category, Problems problems) {
        this.root = root;
        this.category = category;
        this.problems = problems;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The images of a folder below the category, for training or validation. */
    void good(String folder, Role role) {
        images(folder).forEach(image -> entries.add(Entry.good(image, role)));
    }

    /**
     * The images of a folder, to test with.
     *
     * @param maskFolder where masks are looked for, below the category
     */
    void test(String folder, String defect, String maskFolder) {
        images(folder)
                .forEach(image -> entries.add(Entry.test(
                        image, defect, maskFolder + "/" + MvtecLayout.stem(MvtecLayout.name(image)) + ".png")));
    }

    /** The masks of a folder, each named as its image is, but for the extension. */
    void masks(String folder, String defect, String imageFolder) {
        masks(folder).forEach(mask -> {
            String stem = MvtecLayout.stem(MvtecLayout.name(mask));
            entries.add(Entry.mask(mask, defect, stem, imageFolder + "/" + stem + ".png"));
        });
    }

    /** The masks of a folder below the category; says which cannot be kept. */
    List<Path> masks(String path) {
        List<Path> masks = images(path);
        masks.forEach(mask -> LayoutCheck.reportJpegMask(mask, problems));
        return masks;
    }

    /** Names of the folders in a folder below the category. */
    List<String> folders(String folder) {
        return Folder.list(category.resolve(folder), root, problems).folders().stream()
                .map(MvtecLayout::name)
                .toList();
    }

    /** The images of a folder below the category; says which files are left out. */
    List<Path> images(String path) {
        Folder folder = Folder.list(category.resolve(path), root, problems);
        List<Path> images = new ArrayList<>();
        for (Path file : folder.files()) {
            if (MvtecLayout.isImage(MvtecLayout.name(file))) {
                images.add(file);
            } else if (!QUIET.contains(MvtecLayout.extension(MvtecLayout.name(file)))) {
                problems.warning(file, "not an image that is read, ignored; convert it to PNG or delete it");
            }
        }
        LayoutCheck.reportTwins(images, problems);
        return images;
    }
}
