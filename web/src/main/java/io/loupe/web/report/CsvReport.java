package io.loupe.web.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One line a trial and metric: what a spreadsheet or a script wants. RFC 4180, figures with all their digits. */
public final class CsvReport {
    private static final List<String> HEADER = List.of(
            "experiment", "trial", "category", "arm", "seed", "state", "metric", "value", "weights_sha256", "device");

    private CsvReport() {}

    public static String write(Report report) {
        StringBuilder csv = new StringBuilder();
        line(csv, HEADER);
        for (Report.Cell trial : report.trials()) {
            if (trial.metrics().isEmpty()) {
                line(csv, values(report, trial, "", ""));
            }
            trial.metrics().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(metric ->
                            line(csv, values(report, trial, metric.getKey(), Double.toString(metric.getValue()))));
        }
        return csv.toString();
    }

    private static List<String> values(Report report, Report.Cell trial, String metric, String value) {
        return List.of(
                report.id(),
                trial.id(),
                trial.place(),
                trial.arm(),
                Long.toString(trial.seed()),
                trial.state(),
                metric,
                value,
                trial.weights(),
                trial.computed("device"));
    }

    private static void line(StringBuilder csv, List<String> values) {
        List<String> quoted = new ArrayList<>();
        values.forEach(value -> quoted.add(quote(value)));
        csv.append(String.join(",", quoted)).append("\r\n");
    }

    /** A name that a spreadsheet would take for a formula is told to be text. */
    private static String quote(String value) {
        String safe =
                !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 && !isNumber(value) ? "'" + value : value;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private static boolean isNumber(String value) {
        return value.matches("-?[0-9.]+([eE][-+]?[0-9]+)?");
    }
}
