package io.loupe.web.pages.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a person typed into the form that adds to an experiment.
 *
 * @param seeds numbers, separated by commas or spaces
 * @param arms a list of arms, YAML
 * @param categories as {@code dataset/category}
 */
record AddForm(String seeds, String arms, List<String> categories) {

    /** The addition as YAML; what is wrong in it, the check says. */
    String document() {
        StringBuilder yaml = new StringBuilder();
        List<String> numbers = Arrays.stream(seeds.split("[,\\s]+"))
                .filter(seed -> !seed.isBlank())
                .toList();
        if (!numbers.isEmpty()) {
            yaml.append("seeds: [").append(String.join(", ", numbers)).append("]\n");
        }
        Map<String, List<String>> byDataset = new LinkedHashMap<>();
        categories.forEach(category -> {
            int slash = Math.max(0, category.indexOf('/'));
            byDataset
                    .computeIfAbsent(category.substring(0, slash), name -> new ArrayList<>())
                    .add(category.substring(slash + 1));
        });
        if (!byDataset.isEmpty()) {
            yaml.append("data:\n");
            byDataset.forEach((dataset, names) -> yaml.append("  - dataset: ")
                    .append(quoted(dataset))
                    .append("\n    categories: [")
                    .append(names.stream().map(AddForm::quoted).collect(Collectors.joining(", ")))
                    .append("]\n"));
        }
        if (!arms.isBlank()) {
            yaml.append("arms:\n");
            arms.lines().forEach(line -> yaml.append("  ").append(line).append("\n"));
        }
        return yaml.isEmpty() ? "{}" : yaml.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
