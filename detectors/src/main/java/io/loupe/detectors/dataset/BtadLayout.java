package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * BTAD (beanTech): {@code train/ok}, {@code test/ok}, {@code test/ko}, and in {@code ground_truth/ko} a mask of the
 * image's name, as PNG or BMP. Source: the archive of Mishra et al., ISIE 2021 ({@code BTech_Dataset_transformed}).
 */
record BtadLayout() implements DatasetLayout {
    private static final String OK = "ok";

    @Override
    public String name() {
        return "btad";
    }

    @Override
    public String looksFor() {
        return "CATEGORY/train/ok, CATEGORY/test/ok, CATEGORY/test/ko and CATEGORY/ground_truth/ko";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, BtadLayout::isCategory);
    }

    private static boolean isCategory(Folder folder) {
        return Categories.has(folder, "train/ok") || Categories.has(folder, "test/ko");
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category : Categories.of(folder, root, problems, BtadLayout::isCategory, "(it has no train/ok)")) {
            SplitFolders split = new SplitFolders(root, category.path(), problems);
            split.good("train/ok", Role.TRAIN);
            for (String type : split.folders(MvtecLayout.TEST)) {
                String images = MvtecLayout.TEST + "/" + type;
                String masks = MvtecLayout.GROUND_TRUTH + "/" + type;
                boolean good = type.equals(OK);
                split.test(images, good ? TestImage.GOOD : type, masks);
                if (!good) {
                    split.masks(masks, type, images);
                }
            }
            planned.add(new PlannedCategory(category.path(), MvtecLayout.name(category.path()), split.entries()));
        }
        return planned;
    }
}
