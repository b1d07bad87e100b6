package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.PictureFolder;

/**
 * Pictures of anything, on which the student is kept from imitating the teacher: all PNG and JPEG files under a folder.
 * Each is resized to twice the input, sometimes made grey, and its centre cut out.
 */
final class PenaltyImages {
    /** How often one is made grey; the teacher's own training has another share. */
    static final float GREY_SHARE = 0.3f;

    private static final String SETTING = "penaltyImages";

    private final PictureFolder pictures;

    /** @throws DetectorException with {@code USER} if there is no such folder on this worker, or no picture in it */
    PenaltyImages(String folder) {
        this.pictures = new PictureFolder(
                SETTING,
                folder,
                "name a folder of pictures that every worker has at this path, such as ImageNet's training images, or"
                        + " leave the setting empty and accept lower accuracy");
    }

    /** What tells this folder's listing from others. */
    String fingerprint() {
        return pictures.fingerprint();
    }

    /** @throws DetectorException with {@code DATA} if a training began with other pictures */
    static void requireSame(String begun, String now) {
        PictureFolder.requireSame(SETTING, begun, now);
    }

    /**
     * One picture's samples.
     *
     * @param choice which, uniform in [0, 1)
     * @param grey made grey when below {@link #GREY_SHARE}, uniform in [0, 1)
     * @return samples of 0 to 255, shape (3, height, width)
     * @throws DetectorException with {@code DATA} if neither the picture nor the next ones can be read
     */
    byte[] samples(float choice, float grey, int width, int height) {
        int index = (int) (choice * (double) pictures.count());
        byte[] whole = InputPictures.samples(
                PictureFolder.readOrNext(pictures::file, pictures.count(), index), 2 * width, 2 * height);
        byte[] cut = centre(whole, width, height);
        if (grey < GREY_SHARE) {
            makeGrey(cut);
        }
        return cut;
    }

    private static byte[] centre(byte[] whole, int width, int height) {
        int left = (int) Math.rint(width / 2.0);
        int top = (int) Math.rint(height / 2.0);
        byte[] cut = new byte[3 * width * height];
        for (int row = 0; row < 3 * height; row++) {
            int from = (row / height * 2 * height + top + row % height) * 2 * width + left;
            System.arraycopy(whole, from, cut, row * width, width);
        }
        return cut;
    }

    private static void makeGrey(byte[] samples) {
        int plane = samples.length / 3;
        for (int i = 0; i < plane; i++) {
            byte grey = (byte) Images.luma(samples[i] & 0xFF, samples[plane + i] & 0xFF, samples[2 * plane + i] & 0xFF);
            samples[i] = grey;
            samples[plane + i] = grey;
            samples[2 * plane + i] = grey;
        }
    }
}
