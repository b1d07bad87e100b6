package io.loupe.infra.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart and two from the margin. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final int numericFrom;

    /** @param numericFrom index of the first column that is aligned to the right */
    public Table(int numericFrom) {
        this.numericFrom = numericFrom;
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** One line a row, without spaces at its end. */
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append("  ").append(i >= numericFrom ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
