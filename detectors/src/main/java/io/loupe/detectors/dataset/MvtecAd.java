package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MVTec AD: {@code train/good}, {@code test/<defect>}, {@code ground_truth/<defect>/<image>_mask.png}, and a split {@code
 * validation/good} that later collections have. Source: the archive of Bergmann et al., CVPR 2019.
 */
record MvtecAd() implements DatasetLayout {
    @Override
    public String name() {
        return "mvtec";
    }

    @Override
    public String looksFor() {
        return "CATEGORY/train/good, CATEGORY/test/good, CATEGORY/test/DEFECT and CATEGORY/ground_truth/DEFECT";
    }

    @Override
    public boolean fits(Folder folder) {
        return Categories.any(folder, LayoutCheck::looksLikeCategory);
    }

    @Override
    public List<PlannedCategory> plan(Folder folder, Path root, Problems problems) {
        List<PlannedCategory> planned = new ArrayList<>();
        for (Folder category : Categories.of(
                folder, root, problems, LayoutCheck::looksLikeCategory, "(it has neither train nor test)")) {
            planned.add(new PlannedCategory(
                    category.path(),
                    MvtecLayout.name(category.path()),
                    LayoutCheck.entries(category, root, problems, false)));
        }
        return planned;
    }
}
