package io.loupe.detectors.sample;

/**
 * A rectangle of pixels.
 *
 * @param left first column
 * @param top first row
 * @param right column after the last
 * @param bottom row after the last
 */
record Area(int left, int top, int right, int bottom) {
    private static final int LENS_REACH = 4;

    static Area whole() {
        return new Area(0, 0, SampleDataset.SIZE, SampleDataset.SIZE);
    }

    /** What holds all faults and everything that the lens mixes into them. */
    static Area around(byte[] faults) {
        int size = SampleDataset.SIZE;
        int left = size;
        int top = size;
        int right = 0;
        int bottom = 0;
        for (int at = 0; at < faults.length; at++) {
            if (faults[at] != Studio.SOUND) {
                left = Math.min(left, at % size);
                right = Math.max(right, at % size + 1);
                top = Math.min(top, at / size);
                bottom = Math.max(bottom, at / size + 1);
            }
        }
        return new Area(
                Math.max(0, left - LENS_REACH),
                Math.max(0, top - LENS_REACH),
                Math.min(size, right + LENS_REACH),
                Math.min(size, bottom + LENS_REACH));
    }
}
