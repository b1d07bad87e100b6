package io.loupe.detectors.dataset;

/**
 * How much of a defect must be found until it counts as found wholly: of a missing screw, any part of its empty place
 * says enough. As in the {@code defects_config.json} of MVTec LOCO.
 */
public sealed interface Saturation {
    /**
     * Number of pixels that are enough.
     *
     * @param defectArea pixels of the defect, at least 1
     * @return 1 to {@code defectArea}
     */
    int area(int defectArea);

    /**
     * A number of pixels at the image's original size; of smaller defects all.
     *
     * @param pixels at least 1
     */
    record Absolute(int pixels) implements Saturation {
        public Absolute {
            if (pixels < 1) {
                throw new IllegalArgumentException("a saturation threshold of " + pixels + " pixels is below 1");
            }
        }

        @Override
        public int area(int defectArea) {
            return Math.min(pixels, defectArea);
        }
    }

    /**
     * A share of the defect, rounded down to pixels as in MVTec's code; at least one, where that divides by zero.
     *
     * @param share above 0, at most 1
     */
    record Relative(double share) implements Saturation {
        public Relative {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "a relative saturation threshold of " + share + " is not within (0, 1]");
            }
        }

        @Override
        public int area(int defectArea) {
            return Math.max(1, (int) (share * defectArea));
        }
    }
}
