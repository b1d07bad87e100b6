package io.loupe.detectors.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a settings record from a parsed document, such as {@code {gaussians: 150, vae: {beta: 0.1}}}. What the document
 * leaves out has its default. Every problem is found at once, each with its path.
 */
public final class SettingsReader {
    private final List<Problem> problems = new ArrayList<>();

    private SettingsReader() {}

    /**
     * @param defaults the values of what the document leaves out: a preset
     * @param document as parsed from YAML or JSON: Map, List, String, Boolean, Number, null
     * @param path where the document stands, such as {@code arms[1].settings}
     */
    public static <S extends Record> Reading<S> read(S defaults, Map<?, ?> document, String path) {
        SettingsReader reader = new SettingsReader();
        Optional<Record> settings = reader.group(defaults, document, path);
        if (!reader.problems.isEmpty() || settings.isEmpty()) {
            return new Reading.Invalid<>(reader.problems);
        }
        @SuppressWarnings("unchecked") // group() builds a record of the defaults' own class
        S read = (S) settings.get();
        return new Reading.Valid<>(read);
    }

    private Optional<Record> group(Record defaults, Map<?, ?> document, String path) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            components.put(component.getName(), component);
        }
        for (Object key : document.keySet()) {
            String name = String.valueOf(key);
            if (!components.containsKey(name)) {
                add(
                        path + "." + name,
                        unknown(name, components.keySet().stream().toList()));
            }
        }

        int before = problems.size();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components.values()) {
            Object fallback = Components.value(component, defaults);
            String name = component.getName();
            values.add(
                    document.containsKey(name)
                            ? value(component, fallback, document.get(name), path + "." + name)
                            : fallback);
        }
        if (problems.size() == before) {
            checkNeeds(components.keySet().stream().toList(), values, path);
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(Components.construct(defaults.getClass(), values.toArray()));
        } catch (IllegalArgumentException e) {
            add(path, e.getMessage());
            return Optional.empty();
        }
    }

    /** Constants that make sense only while another setting of the group has a certain value. */
    private void checkNeeds(List<String> names, List<Object> values, String path) {
        for (int i = 0; i < names.size(); i++) {
            if (values.get(i) instanceof Enum<?> constant) {
                String name = names.get(i);
                SettingsSchema.need(constant).ifPresent(need -> {
                    Object actual = Components.document(values.get(names.indexOf(need.setting())));
                    if (!need.value().equals(String.valueOf(actual))) {
                        add(
                                path + "." + name,
                                "\"%s\" needs %s: %s; it is %s"
                                        .formatted(
                                                Components.document(constant), need.setting(), need.value(), actual));
                    }
                });
            }
        }
    }

    /** The value for a component, or its fallback after adding a problem. */
    private Object value(RecordComponent component, Object fallback, Object given, String path) {
        if (given == null) {
            add(path, "has no value; leave the key out for " + Components.document(fallback));
            return fallback;
        }
        return switch (SettingsSchema.type(component.getType())) {
            case INTEGER -> integer(component, given, path).orElse(fallback);
            case NUMBER -> number(component, given, path).orElse(fallback);
            case BOOLEAN -> given instanceof Boolean ? given : mismatch(path, "true or false", given, fallback);
            case TEXT -> given instanceof String ? given : mismatch(path, "text", given, fallback);
            case CHOICE -> choice(component.getType(), given, path).orElse(fallback);
            case GROUP ->
                given instanceof Map<?, ?> map
                        ? group((Record) fallback, map, path).orElse((Record) fallback)
                        : mismatch(path, "a group of settings", given, fallback);
        };
    }

    private Optional<Object> integer(RecordComponent component, Object given, String path) {
        if (!(given instanceof Number number)
                || number.doubleValue() != Math.rint(number.doubleValue())
                || Math.abs(number.doubleValue()) > 1L << 53) {
            mismatch(path, "a whole number", given, given);
            return Optional.empty();
        }
        long whole = number.longValue();
        Setting setting = Components.setting(component);
        if (!within(setting, number.doubleValue(), Long.toString(whole), path)) {
            return Optional.empty();
        }
        if (setting.multipleOf() != 0 && whole % setting.multipleOf() != 0) {
            add(path, whole + " is not a multiple of " + setting.multipleOf());
            return Optional.empty();
        }
        long[] allowed = setting.allowed();
        if (allowed.length > 0 && Arrays.stream(allowed).noneMatch(value -> value == whole)) {
            add(
                    path,
                    whole + " is not one of "
                            + joined(Arrays.stream(allowed).boxed().toList()));
            return Optional.empty();
        }
        if (component.getType() == int.class && whole != (int) whole) {
            add(path, whole + " is too large");
            return Optional.empty();
        }
        return Optional.of(component.getType() == int.class ? (Object) (int) whole : (Object) whole);
    }

    private Optional<Object> number(RecordComponent component, Object given, String path) {
        if (!(given instanceof Number number)) {
            mismatch(path, "a number", given, given);
            return Optional.empty();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            add(path, given + " is not a finite number");
            return Optional.empty();
        }
        return within(Components.setting(component), value, given.toString(), path)
                ? Optional.of(value)
                : Optional.empty();
    }

    private boolean within(Setting setting, double value, String shown, String path) {
        if (setting.minExclusive() && value <= setting.min()) {
            add(path, shown + " is not above " + plain(setting.min()));
            return false;
        }
        if (value < setting.min()) {
            add(path, shown + " is below the minimum " + plain(setting.min()));
            return false;
        }
        if (value > setting.max()) {
            add(path, shown + " is above the maximum " + plain(setting.max()));
            return false;
        }
        return true;
    }

    private Optional<Object> choice(Class<?> type, Object given, String path) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = Names.kebab(((Enum<?>) constant).name());
            if (name.equals(String.valueOf(given))) {
                return Optional.of(constant);
            }
            names.add(name);
        }
        add(path, shown(given) + " is not one of " + joined(names) + meant(String.valueOf(given), names));
        return Optional.empty();
    }

    private <T> T mismatch(String path, String expected, Object given, T fallback) {
        add(path, "expected " + expected + ", found " + shown(given));
        return fallback;
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }

    private static String unknown(String name, List<String> known) {
        return "unknown setting"
                + Names.nearest(name, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElseGet(() -> "; known are " + joined(known));
    }

    private static String meant(String name, List<String> known) {
        return Names.nearest(name, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    private static String shown(Object given) {
        return switch (given) {
            case String text -> "\"" + text + "\"";
            case Map<?, ?> map -> "a group " + map.keySet();
            case List<?> list -> "a list of " + list.size();
            default -> given.toString();
        };
    }

    private static String joined(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) && Math.abs(limit) < 1e15
                ? Long.toString((long) limit)
                : Double.toString(limit);
    }
}
