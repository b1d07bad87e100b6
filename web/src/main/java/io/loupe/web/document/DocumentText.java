package io.loupe.web.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A document's text as maps, lists, texts, numbers and truth values; no more than that is understood. */
final class DocumentText {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_DEPTH = 20;

    private static final int LARGEST_SCALE = 2_000_000_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private DocumentText() {}

    /**
     * What the text says, or why it says nothing.
     *
     * @param root set when the text could be read
     * @param lines line of each path
     * @param problems why it could not
     */
    record Parsed(Optional<Object> root, Map<String, Integer> lines, List<Problem> problems) {
        static Parsed of(Object root, Map<String, Integer> lines) {
            return new Parsed(Optional.of(root), lines, List.of());
        }

        static Parsed broken(String message, OptionalInt line) {
            return new Parsed(Optional.empty(), Map.of(), List.of(new Problem(Problems.WHOLE, message, line)));
        }
    }

    static Parsed parse(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return Parsed.broken("has " + bytes + " bytes; at most " + MAX_BYTES + " are allowed", OptionalInt.empty());
        }
        if (text.isBlank()) {
            return Parsed.broken("is empty", OptionalInt.empty());
        }
        return looksLikeJson(text) ? json(text) : YamlText.parse(text);
    }

    /** A flow mapping of YAML begins with a brace too, but not with a quoted key. */
    private static boolean looksLikeJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{")) {
            return false;
        }
        String key = start.substring(1).stripLeading();
        return key.startsWith("\"") || key.startsWith("}");
    }

    private static Parsed json(String text) {
        try {
            Object root = JSON.readValue(text, Object.class);
            return bounded(root) ? Parsed.of(root, Map.of()) : tooLarge();
        } catch (NumberFormatException e) {
            return tooLarge();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String place =
                    line > 0 ? "line " + line + ", column " + e.getLocation().getColumnNr() + ": " : "";
            return Parsed.broken(
                    "is no JSON: " + place + e.getOriginalMessage(),
                    line > 0 ? OptionalInt.of(line) : OptionalInt.empty());
        }
    }

    /** Whether the exponents of all numbers leave room to calculate with them. */
    private static boolean bounded(Object value) {
        return switch (value) {
            case BigDecimal number -> Math.abs((long) number.scale()) <= LARGEST_SCALE;
            case Map<?, ?> map -> map.values().stream().allMatch(DocumentText::bounded);
            case List<?> list -> list.stream().allMatch(DocumentText::bounded);
            case null, default -> true;
        };
    }

    private static Parsed tooLarge() {
        return Parsed.broken("is no JSON: the exponent of a number has too many digits", OptionalInt.empty());
    }
}
