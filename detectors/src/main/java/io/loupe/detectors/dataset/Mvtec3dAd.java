package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The colour images of MVTec 3D-AD: in {@code <split>/<defect>}, the folders {@code rgb} (images), {@code gt} (masks)
 * and {@code xyz} (positions, which are not used). Source: the archive and readme of Bergmann et al., VISAPP 2022.
 */
record Mvtec3dAd() implements DatasetLayout {
    @Override
    public String name() {
        return "mvtec3d";
    }

    @Override
    public String looksFor() {
        return "CATEGORY/train/good/rgb, CATEGORY/test/DEFECT/rgb and CATEGORY/test/DEFECT/gt";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, Mvtec3dAd::isCategory);
    }

    private static boolean isCategory(Folder folder) {
        return Categories.has(folder, "train/good/rgb") || Categories.has(folder, "test/good/rgb");
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category :
                Categories.of(folder, root, problems, Mvtec3dAd::isCategory, "(it has no train/good/rgb)")) {
            SplitFolders split = new SplitFolders(root, category.path(), problems);
            split.good("train/good/rgb", Role.TRAIN);
            split.good("validation/good/rgb", Role.VALIDATION);
            for (String defect : split.folders(MvtecLayout.TEST)) {
                String place = MvtecLayout.TEST + "/" + defect;
                split.test(place + "/rgb", defect, place + "/gt");
                if (!defect.equals(TestImage.GOOD)) { // masks of good images are black
                    split.masks(place + "/gt", defect, place + "/rgb");
                }
            }
            planned.add(new PlannedCategory(category.path(), MvtecLayout.name(category.path()), split.entries()));
        }
        return planned;
    }
}
