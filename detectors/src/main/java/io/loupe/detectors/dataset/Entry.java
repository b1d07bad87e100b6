package io.loupe.detectors.dataset;

import java.nio.file.Path;

/**
 * A file that the layout names an image or a mask.
 *
 * @param path the file
 * @param role what it is for
 * @param defect {@code good} or the defect type
 */
record Entry(Path path, Role role, String defect) {
    enum Role {
        TRAIN,
        VALIDATION,
        TEST,
        MASK
    }

    String stem() {
        return MvtecLayout.stem(MvtecLayout.name(path));
    }

    boolean isGoodTest() {
        return role == Role.TEST && defect.equals(TestImage.GOOD);
    }

    boolean isDefectiveTest() {
        return role == Role.TEST && !defect.equals(TestImage.GOOD);
    }
}
