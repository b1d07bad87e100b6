package io.loupe.web.report;

import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Markdown;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The report as one HTML file: stylesheet, drawings and pictures are inside, nothing is fetched, no script runs. */
public final class HtmlReport {
    private HtmlReport() {}

    @CheckedTemplate(basePath = "report")
    static class Templates {
        static native TemplateInstance report(Page page);

        private Templates() {}
    }

    /**
     * What the template shows beside the report itself.
     *
     * @param style the house's stylesheet
     */
    public record Page(
            Report report,
            RawString style,
            String submitted,
            String ended,
            String made,
            RawString notes,
            List<Drawing> drawings,
            List<SettingRow> different,
            List<SettingRow> same) {

        public List<Report.Table> headlines() {
            return report.tables().stream().filter(Report.Table::headline).toList();
        }

        public List<Report.Table> otherTables() {
            return report.tables().stream().filter(table -> !table.headline()).toList();
        }

        /** Rows with the means last. */
        public List<Report.Row> rows(Report.Table table) {
            return Stream.of(table.rows().stream(), table.groups().stream(), table.mean().stream())
                    .flatMap(rows -> rows)
                    .toList();
        }

        /** What stands in a cell: the most comparable figure in print, if there is one. */
        public List<Report.InPrint> first(Report.Figure figure) {
            return figure.published().stream().limit(1).toList();
        }

        /** Trials that have thresholds for use. */
        public List<Report.Cell> withThresholds() {
            return report.trials().stream()
                    .filter(trial -> trial.thresholds().isPresent())
                    .toList();
        }

        public boolean overImages(Report.Table table) {
            return rows(table).stream().flatMap(row -> row.figures().stream()).anyMatch(figure -> figure.overImages()
                    .isPresent());
        }

        public boolean published(Report.Table table) {
            return rows(table).stream().flatMap(row -> row.figures().stream()).anyMatch(figure -> !figure.published()
                    .isEmpty());
        }

        /** Sources and reasons, each once, in the order in which they are met. */
        public List<String> notesInPrint() {
            return Stream.concat(headlines().stream(), otherTables().stream())
                    .flatMap(table -> rows(table).stream())
                    .flatMap(row -> row.figures().stream())
                    .flatMap(figure -> first(figure).stream())
                    .map(Page::words)
                    .distinct()
                    .toList();
        }

        /** Number of a figure's note. */
        public int note(Report.InPrint print) {
            return notesInPrint().indexOf(words(print)) + 1;
        }

        private static String words(Report.InPrint print) {
            String source = print.method() + ": " + print.source() + ", " + print.certainty() + ".";
            return print.comparable()
                    ? source + " Measured as ours."
                    : source + " " + String.join(" ", print.reasons());
        }

        /** The corrected p of a comparison, empty where there is one pair of arms alone or no test. */
        public String holm(Report.Comparison comparison) {
            return report.arms().size() < 3 || comparison.holm().isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "%.3f", comparison.holm().getAsDouble());
        }

        /** First digits of a hash. */
        public String brief(String hash) {
            return hash.length() <= 12 ? hash : hash.substring(0, 12);
        }
    }

    public record Drawing(String place, String kind, RawString svg) {}

    /** @param values one an arm, or a single one where all arms that have it agree */
    public record SettingRow(String path, List<String> values) {}

    public static String write(Report report) {
        List<SettingRow> rows = settings(report);
        return Templates.report(new Page(
                        report,
                        new RawString(stylesheet()),
                        Format.exact(report.submitted()),
                        report.ended().map(Format::exact).orElse(""),
                        Format.exact(report.made()),
                        report.notes().isBlank() ? new RawString("") : Markdown.html(report.notes()),
                        report.curves().stream()
                                .map(curves -> new Drawing(
                                        curves.place(), curves.kind(), new RawString(CurveChart.draw(curves))))
                                .toList(),
                        rows.stream().filter(row -> row.values().size() > 1).toList(),
                        rows.stream().filter(row -> row.values().size() == 1).toList()))
                .render();
    }

    private static List<SettingRow> settings(Report report) {
        Set<String> paths = new LinkedHashSet<>();
        report.arms().forEach(arm -> paths.addAll(arm.settings().keySet()));
        return paths.stream()
                .map(path -> {
                    List<String> values = report.arms().stream()
                            .map(arm -> arm.settings().getOrDefault(path, "–"))
                            .toList();
                    // A setting that one detector has differs only if its own arms disagree.
                    List<String> had = values.stream()
                            .filter(value -> !value.equals("–"))
                            .distinct()
                            .toList();
                    return new SettingRow(path, had.size() < 2 && values.size() > 1 ? had : values);
                })
                .toList();
    }

    private static String stylesheet() {
        return read("/META-INF/resources/loupe.css") + read("/META-INF/loupe/report.css");
    }

    private static String read(String resource) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
