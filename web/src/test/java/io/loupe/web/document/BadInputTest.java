package io.loupe.web.document;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code docs/bad-input.md}, word for word. */
class BadInputTest {
    private static final Path TABLE = Path.of("../docs/bad-input.md");
    private static final Pattern ROW =
            Pattern.compile("## (\\d+\\. [^\\n]+)\\n\\n```yaml\\n(.*?)```\\n\\n```text\\n(.*?)```\\n", Pattern.DOTALL);
    private static final String VERSION = "ce0245bf548007ea85da25ffc6c798bbe6b69a312eaf651fe957faa1b19a4a50";

    /** A document, and what is said about it: one problem a line. */
    record Row(String title, String document, String said) {
        @Override
        public String toString() {
            return title;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSaidIsWhatTheTableSays(Row row) {
        assertThat(said(row.document())).isEqualTo(row.said());
    }

    @Test
    void theTableHoldsAtLeastTwentyFiveDocuments() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(25);
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher matcher = ROW.matcher(Files.readString(TABLE));
        while (matcher.find()) {
            rows.add(new Row(matcher.group(1), written(matcher.group(2)), matcher.group(3)));
        }
        return rows;
    }

    /** {@code 1 to 2001} stands for all those numbers. */
    private static String written(String document) {
        return document.replace(
                "1 to 2001",
                IntStream.rangeClosed(1, 2001).mapToObj(Integer::toString).collect(joining(", ")));
    }

    private static String said(String document) {
        KnownDatasets datasets = () -> Map.of(
                "washers", new KnownDatasets.KnownDataset(VERSION, Map.of(VERSION, List.of("washer"))),
                "mvtec-ad", new KnownDatasets.KnownDataset(VERSION, Map.of(VERSION, List.of("leather", "screw"))));
        return switch (new DocumentChecker(new DetectorCatalogue(), datasets).check(document)) {
            case Checked.Valid valid -> "nothing\n";
            case Checked.Invalid invalid ->
                invalid.problems().stream().map(problem -> problem + "\n").collect(joining());
        };
    }

    /** Writes what is said into the table anew; whoever runs it reads every line of the difference. */
    public static void main(String[] arguments) throws IOException {
        String text = Files.readString(TABLE);
        StringBuilder next = new StringBuilder();
        Matcher matcher = ROW.matcher(text);
        while (matcher.find()) {
            String row = "## %s\n\n```yaml\n%s```\n\n```text\n%s```\n"
                    .formatted(matcher.group(1), matcher.group(2), said(written(matcher.group(2))));
            matcher.appendReplacement(next, Matcher.quoteReplacement(row));
        }
        matcher.appendTail(next);
        Files.writeString(TABLE, next.toString());
    }
}
