package io.loupe.web.api;

import io.loupe.web.catalogue.UnknownException;
import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Parameters of requests as values; wrong ones say what is right. */
final class Parameters {
    private static final int KEY_LENGTH = 200;

    private Parameters() {}

    /** @throws UnknownException if the text is no id, since then there is nothing of that id */
    static UUID id(String kind, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UnknownException("no " + kind + " " + text + "; an id is a UUID");
        }
    }

    static Optional<UUID> cursor(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("after: " + text + " is no cursor; take it from \"next\" of the page before");
        }
    }

    static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new BadRequestException(name + ": " + value + " is not between " + min + " and " + max);
        }
        return value;
    }

    static <E extends Enum<E>> Optional<E> word(String name, String text, Class<E> type) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            String words =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
            throw new BadRequestException(name + ": " + text + " is not one of " + words);
        }
    }

    static Optional<String> idempotencyKey(String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        if (header.length() > KEY_LENGTH) {
            throw new BadRequestException(
                    "Idempotency-Key has " + header.length() + " characters; at most " + KEY_LENGTH + " are allowed");
        }
        return Optional.of(header.strip());
    }
}
