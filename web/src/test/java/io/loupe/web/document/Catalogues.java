package io.loupe.web.document;

import java.util.List;
import java.util.Map;

/** The datasets that tests of documents know. */
final class Catalogues {
    static final String MVTEC = "a".repeat(64);
    static final String MVTEC_BEFORE = "ab".repeat(32);
    static final String WASHERS = "c".repeat(64);

    private Catalogues() {}

    static DocumentChecker checker() {
        KnownDatasets datasets = () -> Map.of(
                "mvtec-ad",
                new KnownDatasets.KnownDataset(
                        MVTEC, Map.of(MVTEC, List.of("screw", "leather"), MVTEC_BEFORE, List.of("screw"))),
                "washers",
                new KnownDatasets.KnownDataset(WASHERS, Map.of(WASHERS, List.of("washer"))));
        return new DocumentChecker(new DetectorCatalogue(), datasets);
    }

    static List<String> problems(String document) {
        return switch (checker().check(document)) {
            case Checked.Valid valid -> List.of();
            case Checked.Invalid invalid ->
                invalid.problems().stream().map(Problem::toString).toList();
        };
    }

    static ExperimentDocument valid(String document) {
        return switch (checker().check(document)) {
            case Checked.Valid valid -> valid.document();
            case Checked.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }
}
