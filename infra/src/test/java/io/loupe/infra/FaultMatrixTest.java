package io.loupe.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every test that the fault matrix names is there, and docs/faults.md is what the matrix says. */
class FaultMatrixTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCUMENT = ROOT.resolve("docs/faults.md");

    /** One moment of one fault. */
    private record Cell(String number, String fault, String moment, String expected, String shown) {

        boolean tested() {
            return !shown.startsWith("argued:") && !shown.startsWith("open:");
        }

        List<String> tests() {
            return tested() ? List.of(shown.split(", *")) : List.of();
        }

        String result() {
            return tested() ? "tested" : shown.substring(0, shown.indexOf(':'));
        }
    }

    private static List<Cell> cells;

    @BeforeAll
    static void read() throws IOException {
        cells = new ArrayList<>();
        String[] fault = new String[2];
        String text = new String(
                FaultMatrixTest.class.getResourceAsStream("/fault-matrix.txt").readAllBytes(), UTF_8);
        for (String line : text.lines().toList()) {
            if (line.startsWith("= ")) {
                fault = line.substring(2).split(" \\| ", 2);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" \\| ", 3);
                assertThat(parts).as(line).hasSize(3);
                cells.add(new Cell(fault[0], fault[1], parts[0], parts[1], parts[2]));
            }
        }
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Map<String, String> sources = sources();

        List<String> unknown = cells.stream()
                .flatMap(cell -> cell.tests().stream())
                .distinct()
                .filter(test -> !isThere(sources, test))
                .toList();

        assertThat(unknown)
                .as("named in fault-matrix.txt, and in no test source")
                .isEmpty();
    }

    @Test
    void everyFaultHasItsRow() {
        assertThat(cells.stream().map(Cell::number).distinct())
                .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1)
                        .limit(28)
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void theDocumentIsWhatTheMatrixSays() throws IOException {
        String wanted = document();
        Path generated = ROOT.resolve("infra/target/faults.md");
        Files.createDirectories(generated.getParent());
        Files.writeString(generated, wanted);

        assertThat(DOCUMENT)
                .as("docs/faults.md is old: cp infra/target/faults.md docs/faults.md")
                .hasContent(wanted);
    }

    private static boolean isThere(Map<String, String> sources, String test) {
        String[] parts = test.split("#", 2);
        String source = sources.getOrDefault(parts[0], "");
        return parts.length == 2
                && Pattern.compile("void " + Pattern.quote(parts[1]) + "\\(")
                        .matcher(source)
                        .find();
    }

    /** All test classes of all modules, by their simple names. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(path -> path.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                        String name = file.getFileName().toString().replace(".java", "");
                        sources.merge(name, content(file), String::concat);
                    });
                }
            }
        }
        return sources;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document() {
        Map<String, Long> results = cells.stream().collect(Collectors.groupingBy(Cell::result, Collectors.counting()));
        StringBuilder text = new StringBuilder("""
                # What fails, when, and the test that shows what then happens

                Made from [fault-matrix.txt](../infra/src/test/resources/fault-matrix.txt) by `FaultMatrixTest`, which fails if a test
                named here does not exist. *tested* means that these tests are part of `./loupe test`: it passes only if they do.
                *argued* means that it follows from other rows and was not tried; *open* means neither.

                """);
        text.append("%d cells: %d tested, %d argued, %d open.%n%n"
                .formatted(
                        cells.size(),
                        results.getOrDefault("tested", 0L),
                        results.getOrDefault("argued", 0L),
                        results.getOrDefault("open", 0L)));
        text.append("| fault | moment | expected | shown by | result |\n| --- | --- | --- | --- | --- |\n");
        String last = "";
        for (Cell cell : cells) {
            String fault = cell.number() + ". " + cell.fault();
            text.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            fault.equals(last) ? "" : fault,
                            cell.moment(),
                            cell.expected(),
                            cell.tested()
                                    ? cell.tests().stream()
                                            .map(test -> "`" + test + "`")
                                            .collect(Collectors.joining(", "))
                                    : cell.shown()
                                            .substring(cell.shown().indexOf(':') + 1)
                                            .strip(),
                            cell.result()));
            last = fault;
        }
        return text.toString();
    }
}
