package io.loupe.infra.demo;

import io.loupe.infra.client.TrialView;
import io.loupe.infra.terminal.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The three metrics of each trial, side by side. */
public final class ResultsTable {

    private static final List<String> METRICS = List.of("eval/image_auroc", "eval/pixel_auroc", "eval/au_pro_0.3");

    private ResultsTable() {}

    public static List<String> of(List<TrialView> trials) {
        Table table = new Table(1).row("", "image AUROC", "pixel AUROC", "AU-PRO (0.3)");
        for (TrialView trial : trials) {
            String[] cells = Stream.concat(
                            Stream.of(trial.label()), METRICS.stream().map(name -> percent(trial, name)))
                    .toArray(String[]::new);
            table.row(cells);
        }
        return table.lines();
    }

    private static String percent(TrialView trial, String metric) {
        Double value = trial.metrics().get(metric);
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f %%", value * 100);
    }
}
