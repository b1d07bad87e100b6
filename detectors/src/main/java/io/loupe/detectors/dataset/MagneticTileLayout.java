package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Magnetic tile defects: {@code MT_<defect>/Imgs} with images ({@code .jpg}) and masks ({@code .png}) of the same name
 * side by side; {@code MT_Free} is good. There is no split. Source: github.com/abin24/Magnetic-tile-defect-datasets. of
 * Huang et al., The Visual Computer 2020. Images whose mask is empty are left out, as there are four.
 */
record MagneticTileLayout() implements DatasetLayout {
    private static final String PREFIX = "MT_";
    private static final String FREE = "MT_Free";
    private static final String CATEGORY = "magnetic_tile";

    @Override
    public String name() {
        return "magnetic";
    }

    @Override
    public String looksFor() {
        return "MT_Free/Imgs and MT_DEFECT/Imgs with images (.jpg) and masks (.png) of the same name";
    }

    @Override
    public boolean leavesOutEmptyMasks() {
        return true;
    }

    @Override
    public boolean fits(Folder folder) {
        return folder.folders().stream().anyMatch(MagneticTileLayout::isType);
    }

    private static boolean isType(Path folder) {
        return MvtecLayout.name(folder).startsWith(PREFIX);
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        Folder top = Folder.list(folder.path(), root, problems);
        List<Entry> entries = new ArrayList<>();
        for (Path type : top.folders()) {
            if (!isType(type)) {
                problems.warning(type, "not a folder MT_DEFECT, ignored");
                continue;
            }
            List<Path> images = new ArrayList<>();
            List<Path> masks = new ArrayList<>();
            for (Path file : Folder.list(type.resolve("Imgs"), root, problems).files()) {
                switch (MvtecLayout.extension(MvtecLayout.name(file))) {
                    case "jpg", "jpeg" -> images.add(file);
                    case "png" -> masks.add(file);
                    default -> problems.warning(file, "neither an image (.jpg) nor a mask (.png), ignored");
                }
            }
            String name = MvtecLayout.name(type);
            if (name.equals(FREE)) { // their masks are black
                entries.addAll(OwnSplit.of(images, type, problems));
            } else {
                String defect = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                defective(name, defect, images, masks, entries);
            }
        }
        return List.of(new PlannedCategory(top.path(), CATEGORY, entries));
    }

    private static void defective(
            String folder, String defect, List<Path> images, List<Path> masks, List<Entry> entries) {
        images.forEach(image -> entries.add(
                Entry.test(image, defect, folder + "/Imgs/" + MvtecLayout.stem(MvtecLayout.name(image)) + ".png")));
        masks.forEach(mask -> {
            String stem = MvtecLayout.stem(MvtecLayout.name(mask));
            entries.add(Entry.mask(mask, defect, stem, folder + "/Imgs/" + stem + ".jpg"));
        });
    }
}
