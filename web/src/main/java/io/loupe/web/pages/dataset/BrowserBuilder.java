package io.loupe.web.pages.dataset;

import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.pages.layout.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists the images of one category and split, a page at a time, each with its mask. */
final class BrowserBuilder {
    private static final int PAGE = 48;
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private BrowserBuilder() {}

    static DatasetView.Browser build(
            DatasetVersion version, DatasetManifest manifest, String category, String split, int from) {
        Map<String, DatasetManifest.File> files = manifest.files().stream()
                .filter(file -> file.path().startsWith(category + "/"))
                .collect(Collectors.toMap(
                        file -> file.path().substring(category.length() + 1), Function.identity(), (a, b) -> a));
        String base = "/datasets/" + version.dataset() + "?category=" + DatasetPage.encoded(category);
        String chosen = SPLITS.contains(split) ? split : "test";
        List<String> here = images(files, chosen);
        int start = from >= here.size() ? 0 : from;
        int end = Math.min(here.size(), start + PAGE);
        String here0 = base + "&split=" + chosen;
        return new DatasetView.Browser(
                category,
                detail(version, category),
                SPLITS.stream()
                        .filter(each -> !images(files, each).isEmpty())
                        .map(each -> new DatasetView.Split(
                                each,
                                Format.number(images(files, each).size()),
                                base + "&split=" + each,
                                each.equals(chosen)))
                        .toList(),
                here.subList(start, end).stream()
                        .map(path -> picture(version, files, path))
                        .toList(),
                here.isEmpty() ? "" : (start + 1) + " to " + end + " of " + here.size(),
                start > 0 ? here0 + "&from=" + Math.max(0, start - PAGE) : "",
                end < here.size() ? here0 + "&from=" + end : "");
    }

    private static String detail(DatasetVersion version, String category) {
        return version.categories().stream()
                .filter(each -> each.name().equals(category) && each.width() > 0)
                .map(each -> each.width() + " × " + each.height())
                .findFirst()
                .orElse("");
    }

    private static List<String> images(Map<String, DatasetManifest.File> files, String split) {
        return new ArrayList<>(files.keySet())
                .stream().filter(path -> path.startsWith(split + "/")).sorted().toList();
    }

    private static DatasetView.Picture picture(
            DatasetVersion version, Map<String, DatasetManifest.File> files, String path) {
        String short0 = path.substring(path.indexOf('/') + 1);
        return new DatasetView.Picture(
                short0,
                path,
                DatasetImages.address(version.dataset(), files.get(path)),
                mask(path)
                        .map(files::get)
                        .map(file -> DatasetImages.address(version.dataset(), file))
                        .orElse(""));
    }

    /** Where MVTec AD keeps the mask of a defective test image. */
    static Optional<String> mask(String path) {
        String[] parts = path.split("/");
        if (parts.length != 3 || !parts[0].equals("test") || parts[1].equals("good")) {
            return Optional.empty();
        }
        int dot = parts[2].lastIndexOf('.');
        String stem = dot < 0 ? parts[2] : parts[2].substring(0, dot);
        return Optional.of("ground_truth/" + parts[1] + "/" + stem + "_mask.png");
    }
}
