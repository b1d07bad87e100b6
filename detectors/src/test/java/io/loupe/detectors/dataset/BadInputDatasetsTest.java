package io.loupe.detectors.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.heatmap.FloatTiff;
import io.loupe.detectors.image.PngWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Executes {@code docs/bad-input-datasets.md}: each of its datasets is built, and gets exactly the listed problems. */
final class BadInputDatasetsTest {
    private static final Path TABLE = Repository.root().resolve("docs/bad-input-datasets.md");
    private static final byte[] TEXT = "not a picture".getBytes(StandardCharsets.US_ASCII);

    private static final Map<String, Consumer<TinyDataset>> RECIPES = recipes();

    @TempDir
    private Path folder;

    private static Map<String, Consumer<TinyDataset>> recipes() {
        Map<String, Consumer<TinyDataset>> recipes = new LinkedHashMap<>();
        recipes.put("cut-off image", d -> d.cut("bolt/train/good/001.png", 200));
        recipes.put("cut-off in its header", d -> d.cut("bolt/train/good/001.png", 20));
        recipes.put("empty file", d -> d.cut("bolt/test/good/001.png", 0));
        recipes.put("text named png", d -> d.bytes("bolt/test/crack/000.png", TEXT));
        recipes.put("damaged image", d -> {
            byte[] png = PngWriter.encode(4, 4, 1, new byte[16]);
            png[png.length - 20] ^= 1;
            d.bytes("bolt/train/good/002.png", png);
        });
        recipes.put("mask without image", d -> d.mask("bolt/ground_truth/crack/007_mask.png"));
        recipes.put("image without mask", d -> d.delete("bolt/ground_truth/crack/001_mask.png"));
        recipes.put(
                "mask not named _mask",
                d -> d.move("bolt/ground_truth/crack/001_mask.png", "bolt/ground_truth/crack/001.png"));
        recipes.put(
                "mask as jpeg",
                d -> d.move("bolt/ground_truth/crack/001_mask.png", "bolt/ground_truth/crack/001_mask.jpg"));
        recipes.put("mask of another size", d -> d.mask("bolt/ground_truth/dirt/000_mask.png", 8, 16, 20, 255));
        recipes.put("empty mask", d -> d.mask("bolt/ground_truth/dirt/000_mask.png", 16, 16, 0, 255));
        recipes.put("full mask", d -> d.mask("bolt/ground_truth/dirt/000_mask.png", 16, 16, 256, 255));
        recipes.put("soft mask", d -> d.mask("bolt/ground_truth/dirt/000_mask.png", 16, 16, 9, 128));
        recipes.put("cut-off mask", d -> d.cut("bolt/ground_truth/dirt/000_mask.png", 50));
        recipes.put("defect without masks", d -> d.delete("bolt/ground_truth/dirt/000_mask.png"));
        recipes.put("no masks at all", d -> d.delete("bolt/ground_truth/dirt/000_mask.png")
                .delete("bolt/ground_truth/crack/000_mask.png")
                .delete("bolt/ground_truth/crack/001_mask.png"));
        recipes.put("masks of good images", d -> d.mask("bolt/ground_truth/good/000_mask.png"));
        recipes.put("empty training split", d -> {
            for (int i = 0; i < 4; i++) {
                d.delete("bolt/train/good/00" + i + ".png");
            }
        });
        recipes.put("no test images", d -> d.move("bolt/test", "elsewhere").move("bolt/ground_truth", "elsewhere/gt"));
        recipes.put("no good test images", d -> d.move("bolt/test/good", "bolt/validation/good"));
        recipes.put("no defective images", d -> d.move("bolt/test/crack", "crack")
                .move("bolt/test/dirt", "dirt")
                .move("bolt/ground_truth", "gt"));
        recipes.put("empty defect folder", d -> d.move("bolt/test/dirt/000.png", "bolt/test/crack/002.png")
                .move("bolt/ground_truth/dirt/000_mask.png", "bolt/ground_truth/crack/002_mask.png"));
        recipes.put("test image in training", d -> d.copy("bolt/test/good/000.png", "bolt/train/good/009.png"));
        recipes.put("test image in validation", d -> d.copy("bolt/test/good/000.png", "bolt/validation/good/000.png"));
        recipes.put("good and defective", d -> d.copy("bolt/test/good/000.png", "bolt/test/dirt/000.png"));
        recipes.put("image twice in training", d -> d.copy("bolt/train/good/000.png", "bolt/train/good/009.png"));
        recipes.put("mixed sizes", d -> d.image("bolt/train/good/003.png", 20, 12));
        recipes.put("grey and colour", d -> d.colourImage("bolt/train/good/003.png"));
        recipes.put("other picture format", d -> d.bytes("bolt/train/good/004.webp", TEXT));
        recipes.put("unknown file", d -> d.bytes("bolt/train/good/list.xlsx", TEXT));
        recipes.put("hidden files", d -> d.bytes("bolt/train/good/.DS_Store", TEXT)
                .bytes("bolt/test/good/Thumbs.db", TEXT)
                .bytes("__MACOSX/bolt/._000.png", TEXT));
        recipes.put("two extensions", d -> d.copy("bolt/test/crack/000.png", "bolt/test/crack/000.jpg"));
        recipes.put("upper case split", d -> d.move("bolt/train", "bolt/Train"));
        recipes.put("upper case good", d -> d.move("bolt/test/good", "bolt/test/Good"));
        recipes.put("masks in masks", d -> d.move("bolt/ground_truth", "bolt/masks"));
        recipes.put("name with a space at its end", d -> d.move("bolt/test/dirt", "bolt/test/dirt "));
        recipes.put("names that differ in case", d -> d.image("bolt/train/good/ABC.png")
                .image("bolt/train/good/abc.png"));
        recipes.put("odd defect name", d -> d.move("bolt/test/dirt", "bolt/test/dirt#1")
                .move("bolt/ground_truth/dirt", "bolt/ground_truth/dirt#1"));
        recipes.put("odd category name", d -> d.move("bolt", "bolt?"));
        recipes.put(
                "images directly in train", d -> d.image("bolt/train/004.png").image("bolt/train/005.png"));
        recipes.put("defects in train", d -> d.image("bolt/train/crack/000.png"));
        recipes.put("folder in a folder", d -> d.image("bolt/train/good/more/000.png"));
        recipes.put("unknown folder", d -> d.image("bolt/extra/000.png"));
        recipes.put("loose image", d -> d.image("bolt/000.png"));
        recipes.put("not a category", d -> d.image("pictures/000.png").image("001.png"));
        recipes.put(
                "link out of the folder",
                d -> d.link(
                        "bolt/train/good/004.png",
                        d.path("bolt").toAbsolutePath().getRoot()));
        recipes.put("dead link", d -> d.link("bolt/train/good/004.png", Path.of("nowhere.png")));
        recipes.put("linked folder", d -> d.link("bolt/test/dents", Path.of("crack")));
        recipes.put("only images", d -> d.move("bolt/train/good", "photos").remove("bolt"));
        recipes.put("nearly the same picture", d -> d.nearCopy("bolt/test/good/000.png", "bolt/train/good/009.png"));
        recipes.put("a dark image", d -> d.mask("bolt/train/good/009.png", 16, 16, 2, 255));
        recipes.put("an image of one colour", d -> d.mask("bolt/train/good/009.png", 16, 16, 256, 120));
        recipes.put("inverted mask", d -> d.mask("bolt/ground_truth/dirt/000_mask.png", 16, 16, 230, 255));
        recipes.put("float TIFF", d -> d.bytes("bolt/train/good/004.tiff", floatTiff()));
        recipes.put("gigapixel image", d -> d.mask("bolt/train/good/004.png", 8000, 6000, 9, 255));
        recipes.put("many things at once", d -> d.cut("bolt/train/good/000.png", 100)
                .copy("bolt/test/good/000.png", "bolt/train/good/001.png")
                .delete("bolt/ground_truth/crack/000_mask.png")
                .bytes("bolt/train/good/.DS_Store", TEXT));
        return recipes;
    }

    private static byte[] floatTiff() {
        try {
            Path file = Files.createTempFile("map", ".tiff");
            FloatTiff.write(file, new AnomalyMap(2, 2, new float[] {0, 1, 2, 3}));
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> eachDatasetOfTheTableGetsItsMessages() throws IOException {
        Map<String, List<String>> table = readTable();
        assertThat(table.keySet()).as("datasets in " + TABLE).containsExactlyElementsOf(RECIPES.keySet());
        return table.entrySet().stream()
                .map(dataset -> dynamicTest(dataset.getKey(), () -> {
                    Path place = Files.createTempDirectory(folder, "dataset");
                    TinyDataset wrong = new TinyDataset(place);
                    RECIPES.get(dataset.getKey()).accept(wrong);

                    List<String> found = DatasetCheck.check(place).problems().stream()
                            .map(p -> row(p.severity().label(), p.path(), p.message()))
                            .toList();

                    assertThat(found).containsExactlyElementsOf(dataset.getValue());
                }));
    }

    @Test
    void aFolderThatDoesNotExistIsOneProblem() {
        CheckReport report = DatasetCheck.check(folder.resolve("absent"));

        assertThat(report.problems()).containsExactly(new Problem(Problem.Severity.ERROR, "", "no such folder"));
        assertThat(report.usable()).isFalse();
    }

    /** Rows are {@code | dataset | severity | path | message |}; an empty first cell continues the dataset above. */
    private static Map<String, List<String>> readTable() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        String dataset = "";
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (cells.length != 6 || cells[1].equals("dataset") || cells[1].startsWith("-")) {
                continue;
            }
            if (!cells[1].isEmpty()) {
                dataset = cells[1];
            }
            String path = cells[3].replaceAll("^`|`$", "");
            table.computeIfAbsent(dataset, _ -> new ArrayList<>()).add(row(cells[2], path, cells[4]));
        }
        return table;
    }

    private static String row(String severity, String path, String message) {
        return severity + " | " + path + " | " + message;
    }
}
