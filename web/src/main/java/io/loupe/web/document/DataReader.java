package io.loupe.web.document;

import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.document.KnownDatasets.KnownDataset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The part {@code data} of a document: datasets, their versions and categories. */
final class DataReader {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{6,64}");

    private final Map<String, KnownDataset> known;
    private final Problems problems;
    private final Set<String> seen = new LinkedHashSet<>();

    DataReader(Map<String, KnownDataset> known, Problems problems) {
        this.known = known;
        this.problems = problems;
    }

    List<DataChoice> read(Fields document) {
        if (!document.has("data")) {
            document.problem("data", "is missing; list at least one dataset");
            return List.of();
        }
        List<Object> elements = document.list("data", "a list of datasets").orElse(List.of());
        List<DataChoice> choices = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Fields.of(elements.get(i), "data[" + i + "]", "a mapping with dataset and categories", problems)
                    .map(fields -> fields.only(List.of("dataset", "categories")))
                    .flatMap(this::choice)
                    .ifPresent(choices::add);
        }
        return choices;
    }

    private Optional<DataChoice> choice(Fields fields) {
        if (!fields.has("dataset")) {
            fields.problem("dataset", "is missing; " + Nearest.hint("", known.keySet()));
        }
        Optional<String> reference = fields.text("dataset");
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        int at = reference.get().indexOf('@');
        String name = at < 0 ? reference.get() : reference.get().substring(0, at);
        KnownDataset dataset = known.get(name);
        if (dataset == null) {
            fields.problem(
                    "dataset", Fields.quoted(name) + " is not in the catalogue; " + Nearest.hint(name, known.keySet()));
            return Optional.empty();
        }
        Optional<String> version = at < 0
                ? Optional.of(dataset.current())
                : version(fields, name, dataset, reference.get().substring(at + 1));
        return version.map(whole -> new DataChoice(
                name, whole, categories(fields, name, dataset.categories().get(whole))));
    }

    private static Optional<String> version(Fields fields, String name, KnownDataset dataset, String prefix) {
        if (!VERSION.matcher(prefix).matches()) {
            fields.problem(
                    "dataset",
                    Fields.quoted(prefix)
                            + " is no version; after the @ stand 6 to 64 digits 0-9, a-f of its content hash");
            return Optional.empty();
        }
        List<String> fitting = dataset.categories().keySet().stream()
                .filter(version -> version.startsWith(prefix))
                .toList();
        if (fitting.size() == 1) {
            return Optional.of(fitting.getFirst());
        }
        String current = dataset.current().substring(0, 8);
        fields.problem(
                "dataset",
                fitting.isEmpty()
                        ? name + " has no version " + prefix + "; the current one is " + current
                        : name + " has several versions that begin with " + prefix + "; write more digits");
        return Optional.empty();
    }

    private List<String> categories(Fields fields, String dataset, List<String> all) {
        if (!fields.has("categories") || "all".equals(fields.value("categories"))) {
            return once(fields, dataset, all);
        }
        List<Object> elements =
                fields.list("categories", "\"all\" or a list of categories").orElse(List.of());
        List<String> categories = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            String path = fields.at("categories") + "[" + i + "]";
            Optional<String> name = Fields.text(elements.get(i), path, problems);
            if (name.isPresent() && !all.contains(name.get())) {
                problems.add(
                        path,
                        Fields.quoted(name.get()) + " is no category of " + dataset + "; "
                                + Nearest.hint(name.get(), all));
            } else if (name.isPresent() && !seen.add(dataset + "/" + name.get())) {
                problems.add(path, name.get() + " of " + dataset + " is given twice");
            } else {
                name.ifPresent(categories::add);
            }
        }
        return categories;
    }

    private List<String> once(Fields fields, String dataset, List<String> all) {
        for (String category : all) {
            if (!seen.add(dataset + "/" + category)) {
                fields.problem("categories", category + " of " + dataset + " is given twice");
            }
        }
        return all;
    }
}
