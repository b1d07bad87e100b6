package io.loupe.detectors.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The description of one setting, or of a group of them.
 *
 * @param name the key in documents
 * @param defaultValue as it would stand in a document: Long, Double, Boolean, String, or a Map for a group
 * @param minExclusive whether {@code min} itself is forbidden
 * @param multipleOf what a whole number must be a multiple of; 0 for no such rule
 * @param unit empty for none
 * @param suggest what a text names, such as {@code weights}; empty for nothing that could be listed
 * @param reach until when the value decides something; without meaning for a group
 * @param choices the only allowed values; empty for no such limit
 * @param settings the members of a group; empty otherwise
 */
public record SettingNode(
        String name,
        Type type,
        String help,
        Object defaultValue,
        OptionalDouble min,
        OptionalDouble max,
        boolean minExclusive,
        long multipleOf,
        String unit,
        String suggest,
        Reach reach,
        List<Choice> choices,
        List<SettingNode> settings) {
    /** What may stand in a document. */
    public enum Type {
        INTEGER,
        NUMBER,
        BOOLEAN,
        CHOICE,
        TEXT,
        GROUP
    }

    /**
     * @param value Long or String, as it would stand in a document
     * @param needs what another setting of the group must be for this to make sense
     */
    public record Choice(Object value, String help, Optional<Need> needs) {}

    /** A value that another setting of the same group must have. */
    public record Need(String setting, String value) {}

    public SettingNode {
        choices = List.copyOf(choices);
        settings = List.copyOf(settings);
    }

    /** The node as the JSON description has it; keys without content are left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("type", Names.kebab(type.name()));
        map.put("help", help);
        map.put("default", defaultValue);
        min.ifPresent(value -> map.put("min", plain(value)));
        max.ifPresent(value -> map.put("max", plain(value)));
        if (minExclusive) {
            map.put("minExclusive", true);
        }
        if (multipleOf != 0) {
            map.put("multipleOf", multipleOf);
        }
        if (!unit.isEmpty()) {
            map.put("unit", unit);
        }
        if (!suggest.isEmpty()) {
            map.put("suggest", suggest);
        }
        if (reach != Reach.TRAINING) {
            map.put("reach", Names.kebab(reach.name()));
        }
        if (!choices.isEmpty()) {
            map.put("choices", choices.stream().map(SettingNode::toMap).toList());
        }
        if (type == Type.GROUP) {
            map.put("settings", settings.stream().map(SettingNode::toMap).toList());
        }
        return map;
    }

    private static Map<String, Object> toMap(Choice choice) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("value", choice.value());
        map.put("help", choice.help());
        choice.needs().ifPresent(need -> map.put("needs", Map.of(need.setting(), need.value())));
        return map;
    }

    private Number plain(double value) {
        return type == Type.INTEGER ? (Number) (long) value : (Number) value;
    }
}
