package io.loupe.web.pages.dataset;

import io.loupe.web.artifact.DatasetImages;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.pages.layout.Address;
import io.loupe.web.pages.layout.Format;
import java.util.List;

/** Lists the images of one category and split, a page at a time, each with its mask. */
final class BrowserBuilder {
    private static final int PAGE = 48;
    private static final int WIDTH = 256;
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private BrowserBuilder() {}

    /** @param images all of the category */
    static DatasetView.Browser build(
            DatasetVersion version, List<DatasetImages.Image> images, String category, String split, int from) {
        String base = "/datasets/" + version.dataset() + "?category=" + Address.encoded(category);
        String chosen = SPLITS.contains(split) ? split : "test";
        List<DatasetImages.Image> here = of(images, chosen);
        int start = from >= here.size() ? 0 : from;
        int end = Math.min(here.size(), start + PAGE);
        String page = base + "&split=" + chosen + "&from=";
        return new DatasetView.Browser(
                category,
                detail(version, category),
                SPLITS.stream()
                        .filter(each -> !of(images, each).isEmpty())
                        .map(each -> new DatasetView.Split(
                                each,
                                Format.number(of(images, each).size()),
                                base + "&split=" + each,
                                each.equals(chosen)))
                        .toList(),
                here.subList(start, end).stream()
                        .map(image -> picture(version.dataset(), image))
                        .toList(),
                here.isEmpty() ? "" : (start + 1) + " to " + end + " of " + here.size(),
                start > 0 ? page + Math.max(0, start - PAGE) : "",
                end < here.size() ? page + end : "");
    }

    private static List<DatasetImages.Image> of(List<DatasetImages.Image> images, String split) {
        return images.stream().filter(image -> image.split().equals(split)).toList();
    }

    private static String detail(DatasetVersion version, String category) {
        return version.categories().stream()
                .filter(each -> each.name().equals(category) && each.width() > 0)
                .map(each -> each.width() + " × " + each.height())
                .findFirst()
                .orElse("");
    }

    private static DatasetView.Picture picture(String dataset, DatasetImages.Image image) {
        String[] parts = image.path().split("/", 3);
        String small = "?width=" + WIDTH;
        String whole = Address.datasetFile(dataset, image.path());
        return new DatasetView.Picture(
                parts[parts.length - 1],
                image.path(),
                whole,
                whole + small,
                image.mask()
                        .map(mask -> Address.datasetFile(dataset, mask) + small)
                        .orElse(""));
    }
}
