package io.loupe.detectors.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MVTec LOCO AD: as MVTec AD, with {@code validation/good}, the two defect types {@code logical_anomalies} and {@code
 * structural_anomalies}, one mask file a defect in {@code ground_truth/<type>/<image>/}, and {@code
 * defects_config.json}. Source: the archive and readme of Bergmann et al., IJCV 2022.
 */
record MvtecLoco() implements DatasetLayout {
    @Override
    public String name() {
        return "loco";
    }

    @Override
    public String looksFor() {
        return "CATEGORY/train/good, CATEGORY/test/logical_anomalies or structural_anomalies, and"
                + " CATEGORY/defects_config.json";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, MvtecLoco::isCategory);
    }

    private static boolean isCategory(Folder folder) {
        return LayoutCheck.looksLikeCategory(folder)
                && (Files.isRegularFile(folder.path().resolve(DefectsConfig.FILE))
                        || Categories.has(folder, MvtecLayout.TEST + "/" + Category.LOGICAL)
                        || Categories.has(folder, MvtecLayout.TEST + "/" + Category.STRUCTURAL));
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category :
                Categories.of(folder, root, problems, MvtecLoco::isCategory, "of MVTec LOCO (" + looksFor() + ")")) {
            Path config = category.path().resolve(DefectsConfig.FILE);
            boolean there = category.files().contains(config);
            if (!there) {
                problems.error(
                        category.path(),
                        "defects_config.json is missing, so it is unknown how much of a defect must be found; put the"
                                + " dataset's own file there");
            }
            List<Entry> entries = LayoutCheck.entries(category, root, problems, true);
            entries.stream()
                    .filter(Entry::isDefectiveTest)
                    .filter(entry -> !Category.LOCO_TYPES.contains(entry.defect()))
                    .map(entry -> entry.path().getParent())
                    .distinct()
                    .forEach(other -> problems.error(
                            other,
                            "LOCO has the defects logical_anomalies and structural_anomalies alone; choose the layout"
                                    + " mvtec, or move the images"));
            planned.add(new PlannedCategory(
                    category.path(),
                    MvtecLayout.name(category.path()),
                    entries,
                    there ? Optional.of(config) : Optional.empty()));
        }
        return planned;
    }
}
