package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Content.Picture;
import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether defective images and masks belong together. */
final class MaskCheck {
    private static final int FEW = 5;

    /** Of an image; defects are smaller. */
    private static final double MOST = 0.8;

    private final Path category;
    private final Problems problems;

    private final boolean loco;
    private final TreeMap<Path, Long> soft = new TreeMap<>();

    /** @param loco whether a mask's values say which defect it is, and its own size is the one that counts */
    MaskCheck(Path category, Problems problems, boolean loco) {
        this.category = category;
        this.problems = problems;
        this.loco = loco;
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
        images.forEach(image -> byPlace.put(image.entry().place(), image));
        Set<String> masked = new HashSet<>();
        TreeSet<String> maskedDefects = new TreeSet<>();
        int paired = 0;
        for (Content mask : masks) {
            maskedDefects.add(mask.entry().defect());
            Content image = byPlace.get(mask.entry().place());
            if (image == null) {
                problems.error(
                        mask.entry().path(),
                        "there is no image " + mask.entry().counterpart()
                                + " for this mask; add it, or remove the mask");
            } else {
                masked.add(mask.entry().place());
                paired++;
                mask.picture().ifPresent(picture -> compare(mask.entry().path(), picture, image));
            }
        }
        for (Content image : images) {
            Entry entry = image.entry();
            if (maskedDefects.contains(entry.defect()) && !masked.contains(entry.place())) {
                problems.error(entry.path(), "has no mask; add " + entry.counterpart() + ", or remove the image");
            }
        }
        Map<Path, Entry> bare = new TreeMap<>();
        images.stream()
                .map(Content::entry)
                .filter(entry -> !maskedDefects.contains(entry.defect()))
                .forEach(entry -> bare.putIfAbsent(entry.path().getParent(), entry));
        bare.forEach((folder, entry) -> problems.error(
                folder,
                "there are no masks in " + maskFolder(entry)
                        + ", while other defects have some; add them, or remove the folder"));
        reportScaled(masks, byPlace);
        reportSoft();
        return paired;
    }

    private static String maskFolder(Entry entry) {
        String place = entry.counterpart();
        int end = place.indexOf("/" + entry.defect() + "/");
        return end < 0 ? place : place.substring(0, end + 1 + entry.defect().length());
    }

    /** Masks of another size than their images are one remark if it is the same for all; LOCO's thresholds need theirs. */
    private void reportScaled(List<Content> masks, Map<String, Content> byPlace) {
        if (!loco) {
            return;
        }
        Set<String> sizes = new TreeSet<>();
        for (Content mask : masks) {
            Optional<Picture> image =
                    Optional.ofNullable(byPlace.get(mask.entry().place())).flatMap(Content::picture);
            if (mask.picture().isPresent() && image.isPresent()) {
                sizes.add(mask.picture().get().dimensions() + " pixels, images "
                        + image.get().dimensions());
            }
        }
        if (sizes.size() > 1) {
            problems.error(
                    category,
                    "masks and images have different sizes, and not always the same two: masks have "
                            + String.join("; masks have ", sizes) + "; draw masks at their images' size");
        } else {
            sizes.stream()
                    .filter(size -> !size.startsWith(size.substring(size.lastIndexOf(' ') + 1) + " "))
                    .forEach(size -> problems.warning(
                            category,
                            "masks have " + size + ": maps are brought to the size of the masks, in whose pixels"
                                    + " saturation thresholds are"));
        }
    }

    /** Blurred borders are in all masks of a dataset, or in a few. */
    private void reportSoft() {
        if (soft.size() > FEW) {
            problems.warning(
                    category,
                    soft.size() + " masks hold values between black and white, such as "
                            + problems.relative(soft.firstKey()) + "; all above black count as defective");
        } else {
            soft.forEach((path, pixels) -> problems.warning(
                    path,
                    "the mask holds " + pixels + " values between black and white; all above black count as"
                            + " defective"));
        }
    }

    private void compare(Path path, Picture mask, Content image) {
        image.picture().ifPresent(picture -> {
            if (!loco && !picture.dimensions().equals(mask.dimensions())) {
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
        } else if (mask.set() > MOST * mask.pixels()) {
            problems.warning(
                    path, "the mask covers " + 100 * mask.set() / mask.pixels() + " % of the image: is it inverted?");
        } else if (mask.soft() > 0 && !loco) {
            soft.put(path, mask.soft());
        }
    }
}
