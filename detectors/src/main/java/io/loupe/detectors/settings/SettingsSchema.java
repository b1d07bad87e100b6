package io.loupe.detectors.settings;

import io.loupe.detectors.settings.SettingNode.Choice;
import io.loupe.detectors.settings.SettingNode.Need;
import io.loupe.detectors.settings.SettingNode.Type;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Describes a settings record: names, types, limits, choices, defaults and help. */
public final class SettingsSchema {
    private SettingsSchema() {}

    /**
     * @param defaults the record whose values are the defaults
     * @return one node per component, in their order
     * @throws IllegalStateException if a component or a constant has no help, or a type that documents cannot hold
     */
    public static List<SettingNode> describe(Record defaults) {
        return Arrays.stream(defaults.getClass().getRecordComponents())
                .map(component -> node(component, Components.value(component, defaults)))
                .toList();
    }

    /** The values of {@code settings} as they would stand in a document. */
    public static Map<String, Object> document(Record settings) {
        return Components.document(settings);
    }

    private static SettingNode node(RecordComponent component, Object value) {
        Setting setting = Components.setting(component);
        Type type = type(component.getType());
        return new SettingNode(
                component.getName(),
                type,
                setting.help(),
                Components.document(value),
                finite(setting.min()),
                finite(setting.max()),
                setting.minExclusive(),
                setting.multipleOf(),
                setting.unit(),
                setting.suggest(),
                setting.reach(),
                choices(component.getType(), setting),
                value instanceof Record group ? describe(group) : List.of());
    }

    static Type type(Class<?> type) {
        if (type == int.class || type == long.class) {
            return Type.INTEGER;
        }
        if (type == double.class) {
            return Type.NUMBER;
        }
        if (type == boolean.class) {
            return Type.BOOLEAN;
        }
        if (type == String.class) {
            return Type.TEXT;
        }
        if (type.isEnum()) {
            return Type.CHOICE;
        }
        if (type.isRecord()) {
            return Type.GROUP;
        }
        throw Components.unsupported(type);
    }

    private static List<Choice> choices(Class<?> type, Setting setting) {
        List<Choice> choices = new ArrayList<>();
        for (long allowed : setting.allowed()) {
            choices.add(new Choice(allowed, "", Optional.empty()));
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                choices.add(new Choice(
                        Names.kebab(((Enum<?>) constant).name()), help((Enum<?>) constant), need((Enum<?>) constant)));
            }
        }
        return choices;
    }

    private static String help(Enum<?> constant) {
        return Components.annotation(constant, ChoiceHelp.class)
                .map(ChoiceHelp::value)
                .orElseThrow(() -> new IllegalStateException(constant.getDeclaringClass()
                                .getName() + "." + constant.name() + " has no @ChoiceHelp: say what it means"));
    }

    /** What another setting must be for this constant to make sense. */
    static Optional<Need> need(Enum<?> constant) {
        return Components.annotation(constant, OnlyWith.class).map(only -> new Need(only.setting(), only.value()));
    }

    private static OptionalDouble finite(double limit) {
        return Double.isInfinite(limit) ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }
}
