package io.loupe.web.pages.dataset;

import io.loupe.web.pages.layout.When;
import java.util.List;

/**
 * The catalogue, and the form that imports a folder.
 *
 * @param summary {@code 2 datasets, 1.4 GiB}
 */
public record DatasetsView(String summary, List<Row> rows, ImportForm form) {

    /** @param checked {@code good}, {@code warn}, {@code bad} or empty while the import runs */
    public record Row(
            String name,
            String href,
            String version,
            int categories,
            String train,
            String test,
            String size,
            String checked,
            String checkedText,
            When imported) {}

    /**
     * The form as typed.
     *
     * @param key makes sending it twice one import
     * @param problems empty unless it was sent and refused
     */
    public record ImportForm(String key, String name, String folder, String layout, List<FieldProblem> problems) {
        public String problem(String field) {
            return problems.stream()
                    .filter(problem -> problem.field().equals(field))
                    .map(FieldProblem::message)
                    .findFirst()
                    .orElse("");
        }
    }

    public record FieldProblem(String field, String message) {}
}
