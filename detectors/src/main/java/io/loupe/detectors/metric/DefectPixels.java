package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** All defective pixels of a set of images, sorted by score: one or two in a hundred of all pixels. */
final class DefectPixels {
    private final List<int[]> defective; // of each image, see Marks
    private final long[] pixels; // ascending: the score in the upper half; the region, and whether it is counted, below
    private final int[] saturations; // of each region
    private final int[] images; // of each region

    private DefectPixels(List<int[]> defective, long[] pixels, int[] saturations, int[] images) {
        this.defective = defective;
        this.pixels = pixels;
        this.saturations = saturations;
        this.images = images;
    }

    /** Reads all masks, and the maps of images with defects. */
    static DefectPixels collect(List<? extends MarkedImage> images) {
        Part[] parts = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(image -> Part.of(images.get(image)))
                .toArray(Part[]::new);
        int pixels = 0;
        int regions = 0;
        for (Part part : parts) {
            pixels = Math.addExact(pixels, part.pixels.length);
            regions += part.marks.regions();
        }
        long[] all = new long[pixels];
        int[] saturations = new int[regions];
        int[] imageOf = new int[regions];
        List<int[]> defective =
                Arrays.stream(parts).map(part -> part.marks.defective()).toList();
        int pixel = 0;
        int region = 0;
        for (int image = 0; image < parts.length; image++) {
            for (long each : parts[image].pixels) {
                all[pixel++] = each + 2L * region;
            }
            for (int each = 0; each < parts[image].marks.regions(); each++) {
                saturations[region] = parts[image].marks.saturation(each);
                imageOf[region++] = image;
            }
            parts[image] = null; // half of the memory is free before sorting begins
        }
        Arrays.parallelSort(all);
        return new DefectPixels(defective, all, saturations, imageOf);
    }

    /** Number of pixels; one that belongs to several regions is there several times. */
    int size() {
        return pixels.length;
    }

    /** Score of the i-th pixel, as {@link SortableScores} have it; ascending. */
    int key(int i) {
        return (int) (pixels[i] >> 32);
    }

    /** Region of the i-th pixel. */
    int region(int i) {
        return (int) pixels[i] >> 1;
    }

    /** Whether the i-th pixel is there for another region too and is counted there. */
    boolean counted(int i) {
        return (pixels[i] & 1) == 1;
    }

    int regions() {
        return saturations.length;
    }

    /** How many of a region's pixels are enough to have found it. */
    int saturation(int region) {
        return saturations[region];
    }

    /** The image that a region lies in. */
    int image(int region) {
        return images[region];
    }

    /** The defective pixels of an image, see {@link Marks#defective}. */
    int[] defective(int image) {
        return defective.get(image);
    }

    @SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
    private record Part(Marks marks, long[] pixels) {
        static Part of(MarkedImage image) {
            Marks marks = image.marks();
            if (marks.regions() == 0) {
                return new Part(marks, new long[0]);
            }
            AnomalyMap map = image.map();
            if (!marks.fit(map.width(), map.height())) {
                throw new DetectorException(
                        Kind.DATA,
                        "the mask has " + marks.width() + " x " + marks.height() + " pixels, the map " + map.width()
                                + " x " + map.height(),
                        image.name(),
                        "give the mask the size of its image");
            }
            return new Part(marks, pixels(marks, image.name(), map));
        }

        private static long[] pixels(Marks marks, String name, AnomalyMap map) {
            float[] scores = map.values();
            int count = 0;
            for (int stretch = 0; stretch < marks.stretches(); stretch++) {
                count += marks.end(stretch) - marks.start(stretch);
            }
            long[] pixels = new long[count];
            count = 0;
            int finite = 0;
            for (int stretch = 0; stretch < marks.stretches(); stretch++) {
                long label = 2L * marks.region(stretch) + (marks.counted(stretch) ? 1 : 0);
                for (int at = marks.start(stretch); at < marks.end(stretch); at++) {
                    finite |= SortableScores.finite(scores[at]);
                    pixels[count++] = ((long) SortableScores.key(scores[at]) << 32) + label;
                }
            }
            if (finite < 0) {
                throw SortableScores.notFinite(name, map);
            }
            return pixels;
        }
    }
}
