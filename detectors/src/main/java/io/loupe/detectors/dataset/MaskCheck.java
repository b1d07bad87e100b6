package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Content.Picture;
import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether defective images and masks belong together. */
final class MaskCheck {
    private final Path category;
    private final Problems problems;

    MaskCheck(Path category, Problems problems) {
        this.category = category;
        this.problems = problems;
    }

    /** Returns how many masks belong to an image. */
    int check(List<Content> contents) {
        List<Content> masks = contents.stream()
                .filter(content -> content.entry().role() == Role.MASK)
                .toList();
        List<Content> images = contents.stream()
                .filter(content -> content.entry().isDefectiveTest())
                .toList();
        if (masks.isEmpty()) {
            if (!images.isEmpty()) {
                problems.warning(
                        category,
                        "no masks in ground_truth: only image AUROC can be computed, no pixel AUROC and no AU-PRO");
            }
            return 0;
        }
        Map<String, Content> byPlace = new HashMap<>();
        for (Content image : images) {
            byPlace.put(place(image.entry().defect(), image.entry().stem()), image);
        }
        Map<String, Content> maskOf = new HashMap<>();
        TreeSet<String> masked = new TreeSet<>();
        for (Content mask : masks) {
            masked.add(mask.entry().defect());
            pair(mask, byPlace, maskOf);
        }
        for (Content image : images) {
            Entry entry = image.entry();
            if (masked.contains(entry.defect()) && !maskOf.containsKey(place(entry.defect(), entry.stem()))) {
                problems.error(
                        entry.path(),
                        "has no mask; add ground_truth/" + entry.defect() + "/" + entry.stem() + MvtecLayout.MASK_SUFFIX
                                + ", or remove the image");
            }
        }
        images.stream()
                .map(image -> image.entry().defect())
                .filter(defect -> !masked.contains(defect))
                .distinct()
                .forEach(defect -> problems.error(
                        category.resolve(MvtecLayout.TEST).resolve(defect),
                        "there are no masks in ground_truth/" + defect
                                + ", while other defects have some; add them, or remove the folder"));
        return maskOf.size();
    }

    private void pair(Content mask, Map<String, Content> byPlace, Map<String, Content> maskOf) {
        Entry entry = mask.entry();
        String name = MvtecLayout.name(entry.path());
        if (!name.endsWith(MvtecLayout.MASK_SUFFIX)) {
            String stem = entry.stem().endsWith("_mask")
                    ? entry.stem().substring(0, entry.stem().length() - "_mask".length())
                    : entry.stem();
            boolean png = MvtecLayout.extension(name).equals("png");
            problems.error(
                    entry.path(),
                    png
                            ? "a mask's name ends with _mask.png; rename it to " + stem + MvtecLayout.MASK_SUFFIX
                            : "masks are PNG files (JPEG blurs their borders); make " + stem + MvtecLayout.MASK_SUFFIX
                                    + " from the original");
            maskOf.put(place(entry.defect(), stem), mask);
            return;
        }
        String stem = name.substring(0, name.length() - MvtecLayout.MASK_SUFFIX.length());
        Content image = byPlace.get(place(entry.defect(), stem));
        if (image == null) {
            problems.error(
                    entry.path(),
                    "there is no image test/" + entry.defect() + "/" + stem + ".png (or .jpg) for this mask; add it, or"
                            + " remove the mask");
            return;
        }
        maskOf.put(place(entry.defect(), stem), mask);
        if (mask.picture().isPresent()) {
            compare(entry.path(), mask.picture().get(), image);
        }
    }

    private void compare(Path path, Picture mask, Content image) {
        image.picture().ifPresent(picture -> {
            if (picture.width() != mask.width() || picture.height() != mask.height()) {
                problems.error(
                        path,
                        "the mask has " + mask.dimensions() + " pixels, its image " + picture.dimensions()
                                + "; draw it at the image's size");
            }
        });
        if (mask.set() == 0) {
            problems.error(path, "the mask is empty; mark the defect, or move the image to test/good");
        } else if (mask.set() == mask.pixels()) {
            problems.warning(path, "the mask covers the whole image: every pixel counts as defective");
        } else if (mask.soft() > 0) {
            problems.warning(
                    path,
                    "the mask holds " + mask.soft() + " values between black and white; all above black count as"
                            + " defective");
        }
    }

    private static String place(String defect, String stem) {
        return defect + "/" + stem;
    }
}
