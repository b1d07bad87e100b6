package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Images that somebody put into folders: {@code good}, if there are any a folder for each kind of defect, and if there
 * are any masks in {@code masks/<defect>} or {@code ground_truth/<defect>}, named as the image or with {@code _mask}
 * behind. Good images are split ({@link OwnSplit}).
 */
record PlainFolderLayout() implements DatasetLayout {
    private static final Set<String> MASKS = Set.of("masks", "mask", MvtecLayout.GROUND_TRUTH);

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public String looksFor() {
        return "good with images, perhaps DEFECT beside it, perhaps masks/DEFECT; or several categories of that";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, PlainFolderLayout::isCategory);
    }

    private static boolean isCategory(Folder folder) {
        return Categories.has(folder, TestImage.GOOD);
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category :
                Categories.of(folder, root, problems, PlainFolderLayout::isCategory, "(it has no folder good)")) {
            planned.add(new PlannedCategory(
                    category.path(), MvtecLayout.name(category.path()), entries(category, root, problems)));
        }
        return planned;
    }

    private static List<Entry> entries(Folder category, Path root, Problems problems) {
        SplitFolders split = new SplitFolders(root, category.path(), problems);
        List<Path> good = split.images(TestImage.GOOD);
        split.entries().addAll(OwnSplit.of(good, category.path().resolve(TestImage.GOOD), problems));
        Map<String, String> maskFolders = maskFolders(category, split);
        for (Path child : category.folders()) {
            String name = MvtecLayout.name(child);
            if (name.equals(TestImage.GOOD) || MASKS.contains(name)) {
                continue;
            }
            if (!name.codePoints().allMatch(LayoutCheck::isPlain)) {
                problems.error(
                        child,
                        "the name of a defect may hold letters, digits, spaces, - _ and . only; rename the folder");
                continue;
            }
            split.test(name, name, maskFolders.getOrDefault(name, "masks/" + name));
        }
        maskFolders.forEach((defect, place) -> masks(split, defect, place));
        return split.entries();
    }

    private static Map<String, String> maskFolders(Folder category, SplitFolders split) {
        Map<String, String> places = new TreeMap<>();
        for (Path child : category.folders()) {
            String name = MvtecLayout.name(child);
            if (MASKS.contains(name)) {
                split.folders(name).stream()
                        .filter(defect -> !defect.equals(TestImage.GOOD))
                        .forEach(defect -> places.putIfAbsent(defect, name + "/" + defect));
            }
        }
        return places;
    }

    private static void masks(SplitFolders split, String defect, String place) {
        for (Path mask : split.masks(place)) {
            String stem = MvtecLayout.stem(MvtecLayout.name(mask));
            String image = stem.endsWith("_mask") ? stem.substring(0, stem.length() - "_mask".length()) : stem;
            split.entries().add(Entry.mask(mask, defect, image, defect + "/" + image + ".png"));
        }
    }
}
