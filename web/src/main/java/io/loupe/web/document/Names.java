package io.loupe.web.document;

import java.util.Optional;

/** Names of experiments and arms: letters and digits of any script, space and {@value #SIGNS}. */
final class Names {
    static final String SIGNS = "-_.,:()?!/+&";

    private Names() {}

    /** What is wrong with a name, if anything. */
    static Optional<String> wrong(String name, int limit) {
        if (name.isBlank()) {
            return Optional.of("is empty");
        }
        int length = name.codePointCount(0, name.length());
        if (length > limit) {
            return Optional.of("has " + length + " characters; at most " + limit + " are allowed");
        }
        return name.codePoints()
                .filter(point -> !allowed(point))
                .mapToObj(Character::toString)
                .findFirst()
                .map(sign -> "holds " + shown(sign) + "; allowed are letters, digits, space and " + SIGNS);
    }

    private static boolean allowed(int point) {
        return Character.isLetterOrDigit(point)
                || point == ' '
                || SIGNS.indexOf(point) >= 0
                || Character.getType(point) == Character.NON_SPACING_MARK;
    }

    private static String shown(String sign) {
        return switch (sign) {
            case "\n", "\r" -> "a line break";
            case "\t" -> "a tab";
            default -> "'" + sign + "'";
        };
    }
}
