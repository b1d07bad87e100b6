package io.loupe.web.pages;

import io.loupe.web.pages.dataset.DatasetView;
import io.loupe.web.pages.dataset.DatasetsView;
import io.loupe.web.pages.layout.ProgressView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of datasets, and one of them. */
final class DatasetSamples {
    private DatasetSamples() {}

    static DatasetsView list() {
        return new DatasetsView(
                "3 datasets, 6.8 GiB.",
                List.of(
                        new DatasetsView.Row(
                                "brackets-line-2",
                                "/datasets/brackets",
                                "",
                                2,
                                "612",
                                "94",
                                "1.4 GiB",
                                "bad",
                                "3 problems",
                                Samples.ago(40)),
                        new DatasetsView.Row(
                                "washers",
                                "#",
                                "3f9c21d0",
                                1,
                                "440",
                                "110",
                                "486 MiB",
                                "warn",
                                "1 remark",
                                Samples.ago(259200)),
                        new DatasetsView.Row(
                                "mvtec-ad",
                                "#",
                                "a81f3c20",
                                15,
                                "3,629",
                                "1,725",
                                "4.9 GiB",
                                "good",
                                "complete",
                                Samples.ago(1209600))),
                new DatasetsView.ImportForm(
                        "k",
                        "Brackets!",
                        "data",
                        "auto",
                        List.of(
                                new DatasetsView.FieldProblem(
                                        "name",
                                        "Brackets! is not a name: small letters, digits, dot, dash, underscore"),
                                new DatasetsView.FieldProblem(
                                        "folder", "data is not a whole path: it starts with /"))));
    }

    static DatasetView one() {
        List<DatasetView.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            pictures.add(new DatasetView.Picture(
                    "good/" + i, "test/good/00" + i + ".png", "/icon.svg", "/icon.svg", i > 8 ? "/icon.svg" : ""));
        }
        return new DatasetView(
                "brackets-line-2",
                "3f9c21d0",
                "3f9c21d0".repeat(8),
                "2 categories, 706 images, 1.4 GiB",
                false,
                new DatasetView.Import(
                        "bad",
                        "The dataset cannot be used yet.",
                        "2 files must be mended; then import the same folder again.",
                        new ProgressView("703", "of 706 files read", 703, 706, 99, "", ""),
                        true,
                        true,
                        "/data/brackets",
                        Samples.ago(40),
                        List.of(
                                new DatasetView.Problem(
                                        true,
                                        "bracket-a/train/good/017.png",
                                        "3 of 4 bytes of PNG header missing: the file is cut off; replace the file and import again"),
                                new DatasetView.Problem(
                                        false,
                                        "bracket-b/test/good/009.png",
                                        "the same pixels as bracket-b/train/good/122.png: test images seen in training flatter the figures; remove one of the two")),
                        "2 errors",
                        "1 remark",
                        0),
                List.of(new DatasetView.Category(
                        "bracket-a", "#", true, "300", "20", "40", "crack, dent", "40", "1280 × 1024", "700 MiB")),
                Optional.of(new DatasetView.Browser(
                        "bracket-a",
                        "1280 × 1024",
                        List.of(
                                new DatasetView.Split("train", "300", "#", false),
                                new DatasetView.Split("test", "60", "#", true)),
                        pictures,
                        "1 to 16 of 60",
                        "",
                        "#")));
    }
}
