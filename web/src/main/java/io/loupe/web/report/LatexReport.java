package io.loupe.web.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headline tables for a paper: booktabs, a column an arm, published figures beside those of arms that have some. */
public final class LatexReport {
    private LatexReport() {}

    public static String write(Report report) {
        StringBuilder tex = new StringBuilder();
        tex.append("% ")
                .append(report.name().replaceAll("\\R", " "))
                .append(", experiment ")
                .append(report.id());
        tex.append("\n% \\usepackage{booktabs}\n");
        List<Report.Table> headlines =
                report.tables().stream().filter(Report.Table::headline).toList();
        (headlines.isEmpty() ? report.tables() : headlines).forEach(table -> table(tex, report, table));
        return tex.toString();
    }

    private static void table(StringBuilder tex, Report report, Report.Table table) {
        List<String> arms = report.arms().stream().map(Report.Arm::name).toList();
        tex.append("\n\\begin{table}\n\\centering\n\\caption{")
                .append(escape(report.name() + ": " + table.metric()))
                .append(". Mean and standard deviation over seeds")
                .append(marks(table) ? "; in brackets what is in print, $\\neq$ where it was measured otherwise" : "")
                .append(".}\n\\begin{tabular}{l")
                .append("r".repeat(arms.size()))
                .append("}\n\\toprule\nCategory & ")
                .append(arms.stream().map(LatexReport::escape).collect(Collectors.joining(" & ")))
                .append(" \\\\\n\\midrule\n");
        table.rows().forEach(row -> row(tex, row));
        List<Report.Row> means =
                Stream.concat(table.groups().stream(), table.mean().stream()).toList();
        if (!means.isEmpty()) {
            tex.append("\\midrule\n");
            means.forEach(row -> row(tex, row));
        }
        tex.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n");
    }

    private static boolean marks(Report.Table table) {
        return table.rows().stream().flatMap(row -> row.figures().stream()).anyMatch(figure -> !figure.published()
                .isEmpty());
    }

    private static void row(StringBuilder tex, Report.Row row) {
        tex.append(escape(row.place()));
        for (Report.Figure figure : row.figures()) {
            tex.append(" & ").append(figure.shown().replace("±", "$\\pm$").replace("–", "--"));
            figure.published().stream().findFirst().ifPresent(print -> tex.append(" [")
                    .append(print.comparable() ? "" : "$\\neq$ ")
                    .append(print.shown())
                    .append("]"));
        }
        tex.append(" \\\\\n");
    }

    static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : text.toCharArray()) {
            safe.append(
                    switch (c) {
                        case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
                        case '~' -> "\\textasciitilde{}";
                        case '^' -> "\\textasciicircum{}";
                        case '\\' -> "\\textbackslash{}";
                        default -> Character.toString(c);
                    });
        }
        return safe.toString();
    }
}
