package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * VisA: {@code CATEGORY/Data/Images/Normal}, {@code .../Anomaly}, {@code CATEGORY/Data/Masks/Anomaly} and the split in
 * {@code split_csv/1cls.csv}; or what its own script makes of that, {@code CATEGORY/train/good}, {@code test/good},
 * {@code test/bad} and {@code ground_truth/bad} with masks of the images' names. Without the split, good images are
 * split by content. Source: archive and prepare_data.py of Zou et al., ECCV 2022 (github.com/amazon-science/spot-diff).
 */
record VisaLayout() implements DatasetLayout {
    private static final String IMAGES = "Data/Images";
    private static final String NORMAL = IMAGES + "/Normal";
    private static final String ABNORMAL = IMAGES + "/Anomaly";
    private static final String MASKS = "Data/Masks/Anomaly";
    private static final String BAD = "bad";

    @Override
    public String name() {
        return "visa";
    }

    @Override
    public String looksFor() {
        return "split_csv/1cls.csv with CATEGORY/Data/Images/Normal, Anomaly and CATEGORY/Data/Masks/Anomaly";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, VisaLayout::isCategory);
    }

    private static boolean isCategory(Folder folder) {
        return Categories.has(folder, IMAGES) || isPrepared(folder);
    }

    /** As prepared, masks lack the ending that MVTec's have. */
    private static boolean isPrepared(Folder folder) {
        Path masks = folder.path().resolve(MvtecLayout.GROUND_TRUTH).resolve(BAD);
        return Categories.has(folder, MvtecLayout.TEST + "/" + BAD)
                && Files.isDirectory(masks)
                && Categories.quietly(masks).files().stream()
                        .noneMatch(file -> MvtecLayout.name(file).endsWith(MvtecLayout.MASK_SUFFIX));
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        Path table = folder.path().resolve(VisaSplit.FILE);
        if (Files.isRegularFile(table)) {
            return new VisaSplit(folder, root, problems).plan(table);
        }
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category :
                Categories.of(folder, root, problems, VisaLayout::isCategory, "(it has no Data/Images)")) {
            SplitFolders split = new SplitFolders(root, category.path(), problems);
            if (isPrepared(category)) {
                prepared(split);
            } else {
                List<Path> normal = split.images(NORMAL);
                split.entries().addAll(OwnSplit.of(normal, category.path().resolve(NORMAL), problems));
                split.test(ABNORMAL, VisaSplit.ANOMALY, MASKS);
                split.masks(MASKS, VisaSplit.ANOMALY, ABNORMAL);
            }
            planned.add(new PlannedCategory(category.path(), MvtecLayout.name(category.path()), split.entries()));
        }
        return planned;
    }

    private static void prepared(SplitFolders split) {
        String bad = MvtecLayout.TEST + "/" + BAD;
        String masks = MvtecLayout.GROUND_TRUTH + "/" + BAD;
        split.good("train/good", Role.TRAIN);
        split.test("test/good", TestImage.GOOD, "");
        split.test(bad, BAD, masks);
        split.masks(masks, BAD, bad);
    }
}
