package io.loupe.web.document;

import io.loupe.web.document.Setting.Type;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of a detector: checked against their descriptions, then completed by preset and defaults. */
final class SettingsReader {
    private final Problems problems;

    SettingsReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Every setting of the detector: the given value, else the preset's, else the default.
     *
     * @param given settings as the document has them; wrong ones leave a problem
     */
    Map<String, Object> complete(DetectorDescription detector, Map<String, Object> preset, Optional<Fields> given) {
        return group(detector.settings(), preset, given);
    }

    private Map<String, Object> group(List<Setting> settings, Map<String, Object> preset, Optional<Fields> given) {
        given.ifPresent(
                fields -> fields.only(settings.stream().map(Setting::name).toList()));
        Map<String, Object> complete = new LinkedHashMap<>();
        for (Setting setting : settings) {
            complete.put(setting.name(), value(setting, preset, given));
        }
        given.ifPresent(fields -> settings.forEach(setting -> checkNeeds(setting, complete, fields)));
        return complete;
    }

    /** A word that makes sense only while another setting of the group has a certain value. */
    private void checkNeeds(Setting setting, Map<String, Object> complete, Fields fields) {
        Object chosen = complete.get(setting.name());
        setting.choices().stream()
                .filter(choice -> choice.value().equals(chosen))
                .flatMap(choice -> choice.needs().entrySet().stream())
                .filter(need -> !need.getValue().equals(String.valueOf(complete.get(need.getKey()))))
                .forEach(need -> problems.add(
                        fields.at(setting.name()),
                        "%s needs %s: %s; it is %s"
                                .formatted(
                                        Fields.quoted(chosen.toString()),
                                        need.getKey(),
                                        need.getValue(),
                                        complete.get(need.getKey()))));
    }

    private Object value(Setting setting, Map<String, Object> preset, Optional<Fields> given) {
        Object standard = preset.getOrDefault(setting.name(), setting.fallback());
        if (setting.type() == Type.GROUP) {
            Optional<Fields> inner = given.flatMap(fields -> fields.mapping(setting.name(), "a mapping of settings"));
            return group(setting.settings(), mapping(standard), inner);
        }
        return given.filter(fields -> fields.has(setting.name()))
                .flatMap(fields -> checked(setting, fields.value(setting.name()), fields.at(setting.name())))
                .orElse(standard);
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are texts
    private static Map<String, Object> mapping(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private Optional<Object> checked(Setting setting, Object value, String path) {
        return switch (setting.type()) {
            case INTEGER -> number(setting, value, path).flatMap(number -> integer(setting, number, path));
            case NUMBER -> number(setting, value, path).map(BigDecimal::doubleValue);
            case BOOLEAN -> truth(value, path);
            case CHOICE -> choice(setting, value, path);
            case TEXT -> Fields.text(value, path, problems).map(text -> text);
            case GROUP -> throw new IllegalArgumentException(setting.name() + " is a group");
        };
    }

    private Optional<BigDecimal> number(Setting setting, Object value, String path) {
        Optional<BigDecimal> number = Fields.number(value);
        if (number.isEmpty()) {
            String kind = setting.type() == Type.INTEGER ? "an integer" : "a number";
            problems.add(path, "expected " + kind + ", found " + Fields.found(value));
            return Optional.empty();
        }
        return inRange(setting, number.get(), path) && offered(setting, number.get(), path) ? number : Optional.empty();
    }

    /** A number that may take a few values only, such as the sizes a network is made for. */
    private boolean offered(Setting setting, BigDecimal number, String path) {
        List<String> allowed =
                setting.choices().stream().map(Setting.Choice::value).toList();
        if (allowed.isEmpty() || allowed.contains(Fields.plain(number))) {
            return true;
        }
        problems.add(path, Fields.plain(number) + " is not one of " + String.join(", ", allowed));
        return false;
    }

    private boolean inRange(Setting setting, BigDecimal number, String path) {
        Optional<BigDecimal> min = setting.min().filter(Double::isFinite).map(BigDecimal::valueOf);
        Optional<BigDecimal> max = setting.max().filter(Double::isFinite).map(BigDecimal::valueOf);
        if (min.isPresent() && number.compareTo(min.get()) < 0) {
            problems.add(path, Fields.plain(number) + " is below the minimum " + Fields.plain(min.get()));
            return false;
        }
        if (min.isPresent() && setting.minExclusive() && number.compareTo(min.get()) == 0) {
            problems.add(path, Fields.plain(number) + " is not above " + Fields.plain(min.get()));
            return false;
        }
        if (max.isPresent() && number.compareTo(max.get()) > 0) {
            problems.add(path, Fields.plain(number) + " is above the maximum " + Fields.plain(max.get()));
            return false;
        }
        if (Double.isInfinite(number.doubleValue())) {
            problems.add(path, Fields.plain(number) + " is too large for a number");
            return false;
        }
        return true;
    }

    private Optional<Object> integer(Setting setting, BigDecimal number, String path) {
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            problems.add(path, Fields.plain(number) + " is not an integer");
            return Optional.empty();
        }
        if (number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            problems.add(path, Fields.plain(number) + " is too large for an integer");
            return Optional.empty();
        }
        if (setting.multipleOf() != 0 && number.longValueExact() % setting.multipleOf() != 0) {
            problems.add(path, Fields.plain(number) + " is not a multiple of " + setting.multipleOf());
            return Optional.empty();
        }
        return Optional.of(number.longValueExact());
    }

    private Optional<Object> truth(Object value, String path) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth);
        }
        problems.add(path, "expected true or false, found " + Fields.found(value));
        return Optional.empty();
    }

    private Optional<Object> choice(Setting setting, Object value, String path) {
        List<String> allowed =
                setting.choices().stream().map(Setting.Choice::value).toList();
        if (!(value instanceof String text)) {
            problems.add(path, "expected one of " + String.join(", ", allowed) + ", found " + Fields.found(value));
            return Optional.empty();
        }
        if (!allowed.contains(text)) {
            String near = Nearest.of(text, allowed)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("");
            problems.add(path, Fields.quoted(text) + " is not one of " + String.join(", ", allowed) + near);
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
