package io.loupe.web.pages.dataset;

import io.loupe.web.pages.layout.When;
import io.loupe.workflows.dataset.ImportSpec;
import java.util.List;
import java.util.Map;

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
        private static final Map<String, String> WORDS = Map.of(
                "auto", "recognise",
                "btad", "BTAD (ok, ko)",
                "folder", "folder (good, defects)",
                "loco", "MVTec LOCO",
                "magnetic", "magnetic tiles (MT_)",
                "mvtec", "MVTec AD",
                "mvtec3d", "MVTec 3D-AD, colour",
                "visa", "VisA");

        public List<Choice> layouts() {
            return ImportSpec.LAYOUTS.stream()
                    .map(value -> new Choice(value, WORDS.getOrDefault(value, value), value.equals(layout)))
                    .toList();
        }

        public String problem(String field) {
            return problems.stream()
                    .filter(problem -> problem.field().equals(field))
                    .map(FieldProblem::message)
                    .findFirst()
                    .orElse("");
        }
    }

    public record Choice(String value, String word, boolean chosen) {}

    public record FieldProblem(String field, String message) {}
}
