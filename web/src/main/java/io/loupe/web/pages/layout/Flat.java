package io.loupe.web.pages.layout;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nested settings as paths: {@code vae: {beta: 0.1}} is {@code vae.beta} with {@code 0.1}. */
public final class Flat {
    private Flat() {}

    /** Paths in the order of the document, values as a document would have them. */
    public static Map<String, String> of(Map<String, ?> settings) {
        Map<String, String> flat = new LinkedHashMap<>();
        add("", settings, flat);
        return flat;
    }

    private static void add(String prefix, Map<?, ?> settings, Map<String, String> into) {
        settings.forEach((key, value) -> put(prefix + key, value, into));
    }

    private static void put(String path, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> group) {
            add(path + ".", group, into);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                put(path + "[" + i + "]", list.get(i), into);
            }
        } else {
            into.put(path, text(value));
        }
    }

    /** One value: numbers without padding zeros, small ones as {@code 1e-4}. */
    public static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Double number when Double.isFinite(number) -> decimal(BigDecimal.valueOf(number));
            case Float number when Float.isFinite(number) -> decimal(new BigDecimal(number.toString()));
            case BigDecimal number -> decimal(number);
            default -> value.toString();
        };
    }

    private static String decimal(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.signum() != 0 && plain.abs().compareTo(new BigDecimal("0.001")) < 0) {
            int exponent = plain.precision() - plain.scale() - 1;
            BigDecimal mantissa = plain.movePointLeft(exponent).stripTrailingZeros();
            return mantissa.toPlainString() + "e" + exponent;
        }
        return plain.toPlainString();
    }
}
