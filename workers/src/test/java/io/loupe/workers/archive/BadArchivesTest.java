package io.loupe.workers.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Executes the archives of {@code docs/bad-input-datasets.md}: each is made, refused with its message, and harmless. */
final class BadArchivesTest {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(50, 1 << 20, 256 << 10, 100);
    private static final Map<String, Recipe> RECIPES = recipes();

    @TempDir
    private Path folder;

    private interface Recipe {
        byte[] bytes() throws IOException;
    }

    private static Map<String, Recipe> recipes() {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        recipes.put(
                "path out of the folder", () -> new Tar().file("../evil.png", 9).bytes());
        recipes.put(
                "path out of the folder, in a zip",
                () -> new Zip().file("bolt/../../evil.png", 9).bytes());
        recipes.put("absolute path", () -> new Tar().file("/etc/evil.png", 9).bytes());
        recipes.put("path with a drive", () -> new Tar().file("C:/evil.png", 9).bytes());
        recipes.put(
                "path with backslashes",
                () -> new Tar().file("bolt\\train\\000.png", 9).bytes());
        recipes.put("symbolic link", () -> new Tar()
                .special("bolt/link", TarConstants.LF_SYMLINK, "/etc")
                .bytes());
        recipes.put("hard link", () -> new Tar()
                .special("bolt/link", TarConstants.LF_LINK, "/etc/passwd")
                .bytes());
        recipes.put(
                "symbolic link, in a zip",
                () -> new Zip().link("bolt/link", "/etc/passwd").bytes());
        recipes.put(
                "device",
                () -> new Tar().special("bolt/null", TarConstants.LF_CHR, "").bytes());
        recipes.put(
                "pipe",
                () -> new Tar().special("bolt/pipe", TarConstants.LF_FIFO, "").bytes());
        recipes.put(
                "file twice", () -> new Tar().file("a.png", 9).file("a.png", 9).bytes());
        recipes.put(
                "file twice, in a zip",
                () -> new Zip().file("a.png", 9).file("./a.png", 9).bytes());
        recipes.put(
                "folder where a file is",
                () -> new Tar().file("a", 9).file("a/b.png", 9).bytes());
        recipes.put(
                "name too long",
                () -> new Zip().file("x".repeat(300) + ".png", 9).bytes());
        recipes.put(
                "folders too deep",
                () -> new Zip().file("d/".repeat(40) + "a.png", 9).bytes());
        recipes.put("too many files", () -> {
            Zip zip = new Zip();
            for (int i = 0; i < 51; i++) {
                zip.file(i + ".png", 1);
            }
            return zip.bytes();
        });
        recipes.put(
                "one file too large", () -> new Tar().file("a.png", 300 << 10).bytes());
        recipes.put("too large in all", () -> {
            Tar tar = new Tar();
            for (int i = 0; i < 5; i++) {
                tar.file(i + ".png", 250 << 10);
            }
            return tar.bytes();
        });
        recipes.put("bomb", () -> new Zip()
                .zeros("a.png", 250 << 10)
                .zeros("b.png", 250 << 10)
                .zeros("c.png", 250 << 10)
                .bytes());
        recipes.put(
                "bomb, in a tar.gz",
                () -> Packed.gzip(new Tar()
                        .zeros("a.png", 250 << 10)
                        .zeros("b.png", 250 << 10)
                        .zeros("c.png", 250 << 10)
                        .bytes()));
        recipes.put("cut-off zip", () -> cut(new Zip().file("a.png", 5000).bytes(), 3000));
        recipes.put("cut-off tar", () -> cut(new Tar().file("a.png", 5000).bytes(), 3000));
        recipes.put(
                "cut-off tar.gz",
                () -> cut(Packed.gzip(new Tar().file("a.png", 5000).bytes()), 2000));
        recipes.put(
                "cut-off tar.xz",
                () -> cut(Packed.xz(new Tar().file("a.png", 5000).bytes()), 2000));
        recipes.put(
                "cut-off tar.bz2",
                () -> cut(Packed.bzip2(new Tar().file("a.png", 5000).bytes()), 2000));
        recipes.put("damaged zip", () -> flipped(new Zip().file("a.png", 5000).bytes(), 2000));
        recipes.put("damaged tar", () -> flipped(new Tar().file("a.png", 5000).bytes(), 150));
        recipes.put(
                "damaged tar.gz",
                () -> flipped(Packed.gzip(new Tar().file("a.png", 5000).bytes()), 2000));
        recipes.put("encrypted zip", () -> new Zip().file("a.png", 9).encrypted());
        recipes.put(
                "zip packed in an unknown way", () -> new Zip().file("a.png", 9).method(98));
        recipes.put(
                "gzip of something else",
                () -> Packed.gzip("not a tar".repeat(100).getBytes(StandardCharsets.US_ASCII)));
        recipes.put("7z", () -> bytes("7z\u00bc\u00af\u0027\u001c rest"));
        recipes.put("rar", () -> bytes("Rar!\u001a\u0007\u0001\u0000 rest"));
        recipes.put("zstd", () -> bytes("\u0028\u00b5\u002f\u00fd rest"));
        recipes.put("text named zip", () -> bytes("not an archive"));
        recipes.put("empty file", () -> new byte[0]);
        recipes.put("empty zip", () -> new Zip().bytes());
        recipes.put("empty tar", () -> new byte[10240]);
        recipes.put(
                "folders without files",
                () -> new Tar().folder("bolt/").folder("bolt/train/").bytes());
        return recipes;
    }

    @TestFactory
    Stream<DynamicTest> eachArchiveOfTheTableGetsItsMessage() throws IOException {
        Map<String, String> table = table();
        assertThat(table.keySet()).containsExactlyElementsOf(RECIPES.keySet());
        return table.entrySet().stream()
                .map(row -> dynamicTest(row.getKey(), () -> {
                    Path archive = Files.write(
                            Files.createTempFile(folder, "archive", ".bin"),
                            RECIPES.get(row.getKey()).bytes());
                    Path outside = Files.createTempDirectory(folder, "place");
                    Path target = Files.createDirectory(outside.resolve("target"));

                    ArchiveException refused = assertThrows(
                            ArchiveException.class, () -> new Archive(archive, LIMITS, (_, _) -> {}).unpack(target));

                    assertThat(refused).hasMessage(row.getValue());
                    try (Stream<Path> left = Files.walk(outside)) {
                        assertThat(left)
                                .allMatch(path -> path.equals(outside) || path.startsWith(target))
                                .noneMatch(Files::isSymbolicLink);
                    }
                }));
    }

    /** Rows are {@code | archive | message |}, below the heading {@code Archives}. */
    private static Map<String, String> table() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Map<String, String> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root.resolve("docs/bad-input-datasets.md"))) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (cells.length == 4 && !cells[1].equals("archive") && !cells[1].startsWith("-")) {
                table.put(cells[1], cells[2]);
            }
        }
        return table;
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        bytes[at] ^= 0x55;
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
