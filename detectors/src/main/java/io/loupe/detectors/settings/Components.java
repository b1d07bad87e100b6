package io.loupe.detectors.settings;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reflection over settings records. */
final class Components {
    private Components() {}

    static Setting setting(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + " has no @Setting: say what it does");
        }
        return setting;
    }

    static <A extends Annotation> Optional<A> annotation(Enum<?> constant, Class<A> type) {
        try {
            return Optional.ofNullable(
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(type));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object value(RecordComponent component, Record record) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component.getName() + " of " + record, e);
        }
    }

    /** The value as it would stand in a document: Long, Double, Boolean, String, or a Map for a record. */
    static Object document(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number -> number;
            case Boolean bool -> bool;
            case String text -> text;
            case Enum<?> constant -> Names.kebab(constant.name());
            case Record record -> document(record);
            default -> throw unsupported(value.getClass());
        };
    }

    static Map<String, Object> document(Record record) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            map.put(component.getName(), document(value(component, record)));
        }
        return map;
    }

    /**
     * Calls the canonical constructor.
     *
     * @throws IllegalArgumentException the constructor's own, if the values do not fit together
     */
    static <S extends Record> S construct(Class<S> type, Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.trySetAccessible();
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot construct " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type.getName(), e);
        }
    }

    static IllegalStateException unsupported(Class<?> type) {
        return new IllegalStateException("settings cannot hold a " + type.getName()
                + "; use int, long, double, boolean, String, an enum or a record");
    }
}
