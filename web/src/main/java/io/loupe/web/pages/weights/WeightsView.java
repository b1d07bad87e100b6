package io.loupe.web.pages.weights;

import java.util.List;

/**
 * Published weights.
 *
 * @param unknown why they are not known now; empty when they are
 * @param makers names of the methods that make weights
 */
public record WeightsView(List<Row> rows, String unknown, List<String> makers) {

    /**
     * @param trial {@code made by}: the trial's page
     * @param hash short, {@code sha256} whole
     */
    public record Row(
            String name, String title, String trial, String hash, String sha256, String size, List<Figure> figures) {}

    public record Figure(String name, String value) {}
}
