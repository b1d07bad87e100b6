package io.loupe.web.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is added to an experiment: a document with {@code arms}, {@code data} and {@code seeds} alone, each as in an
 * experiment's document. It is checked by joining it with that document and checking the whole.
 */
@ApplicationScoped
public class Additions {
    private static final List<String> KEYS = List.of("arms", "data", "seeds");
    private static final Pattern ARM = Pattern.compile("^arms\\[(\\d+)]");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DocumentChecker checker;

    Additions(DocumentChecker checker) {
        this.checker = checker;
    }

    /**
     * The document of the experiment with the additions in it, checked.
     *
     * @param resolved the experiment's document, every default written out
     * @param addition YAML or JSON
     */
    public Checked joined(Map<String, Object> resolved, String addition) {
        DocumentText.Parsed parsed = DocumentText.parse(addition);
        if (parsed.root().isEmpty()) {
            return new Checked.Invalid(parsed.problems());
        }
        Problems problems = new Problems(parsed.lines());
        Map<String, Object> added = Fields.of(
                        parsed.root().get(), "", "a mapping with the keys " + String.join(", ", KEYS), problems)
                .map(fields -> fields.only(KEYS).toMap())
                .orElse(Map.of());
        if (!problems.any() && added.isEmpty()) {
            problems.add(Problems.WHOLE, "adds nothing; name arms, data or seeds");
        }
        if (problems.any()) {
            return new Checked.Invalid(problems.all());
        }
        Map<String, Object> whole = new LinkedHashMap<>(resolved);
        List<Object> arms = list(resolved.get("arms"));
        int before = arms.size();
        arms.addAll(list(added.get("arms")));
        whole.put("arms", arms);
        whole.put("data", data(list(resolved.get("data")), list(added.get("data"))));
        whole.put("seeds", seeds(list(resolved.get("seeds")), list(added.get("seeds"))));
        return switch (checker.check(text(whole))) {
            case Checked.Valid valid -> valid;
            case Checked.Invalid invalid ->
                new Checked.Invalid(invalid.problems().stream()
                        .map(problem ->
                                new Problem(path(problem.path(), before), problem.message(), OptionalInt.empty()))
                        .toList());
        };
    }

    /** The paths of arms are counted in the addition. */
    private static String path(String path, int before) {
        Matcher arm = ARM.matcher(path);
        if (!arm.find() || Integer.parseInt(arm.group(1)) < before) {
            return path;
        }
        return "arms[" + (Integer.parseInt(arm.group(1)) - before) + "]" + path.substring(arm.end());
    }

    private static List<Object> list(Object value) {
        return value instanceof List<?> list
                ? new ArrayList<>(list)
                : value == null ? new ArrayList<>() : new ArrayList<>(List.of(value));
    }

    private static List<Object> seeds(List<Object> before, List<Object> added) {
        List<Object> seeds = new ArrayList<>(before);
        for (Object seed : added) {
            if (seeds.stream().noneMatch(known -> same(known, seed))) {
                seeds.add(seed);
            }
        }
        return seeds;
    }

    private static boolean same(Object one, Object other) {
        return one instanceof Number first && other instanceof Number second
                ? new BigDecimal(first.toString()).compareTo(new BigDecimal(second.toString())) == 0
                : Objects.equals(one, other);
    }

    /** Categories of a dataset that the experiment has are of the version that it has. */
    private static List<Object> data(List<Object> before, List<Object> added) {
        List<Object> data = new ArrayList<>(before);
        for (Object choice : added) {
            int known = known(data, choice);
            if (known < 0) {
                data.add(choice);
            } else if (data.get(known) instanceof Map<?, ?> old && choice instanceof Map<?, ?> more) {
                Map<String, Object> joined = new LinkedHashMap<>();
                old.forEach((key, value) -> joined.put(String.valueOf(key), value));
                joined.put("categories", categories(old.get("categories"), more.get("categories")));
                data.set(known, joined);
            }
        }
        return data;
    }

    private static Object categories(Object before, Object added) {
        if (!(before instanceof List<?> known) || !(added instanceof List<?> more)) {
            return added == null ? before : added;
        }
        List<Object> all = new ArrayList<>(known);
        more.stream().filter(category -> !all.contains(category)).forEach(all::add);
        return all;
    }

    private static int known(List<Object> data, Object choice) {
        if (choice instanceof Map<?, ?> wanted && wanted.get("dataset") instanceof String dataset) {
            for (int i = 0; i < data.size(); i++) {
                if (data.get(i) instanceof Map<?, ?> map
                        && map.get("dataset") instanceof String known
                        && (known.equals(dataset)
                                || known.startsWith(dataset + "@")
                                || dataset.contains("@") && known.startsWith(dataset))) {
                    return i;
                }
            }
        }
        return -1;
    }

    static String text(Map<String, Object> document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a document cannot be written", e);
        }
    }
}
