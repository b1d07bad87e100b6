package io.loupe.web.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.loupe.web.published.PublishedTable.Certainty;
import io.loupe.web.published.PublishedTable.Column;
import io.loupe.web.published.PublishedTable.Identity;
import io.loupe.web.published.PublishedTable.Protocol;
import io.loupe.web.published.PublishedTable.Row;
import io.loupe.web.published.PublishedTable.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the data files; what is missing or misshapen in one is an error that names file and field. */
final class TableReader {
    private static final String FOLDER = "/META-INF/loupe/published/";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private TableReader() {}

    /** Every table, in the order of the index. */
    static List<PublishedTable> tables() {
        List<PublishedTable> tables = new ArrayList<>();
        file("index").forEach(id -> tables.add(table(id.asText(), file(id.asText()))));
        return List.copyOf(tables);
    }

    static JsonNode file(String name) {
        String path = FOLDER + name + ".yaml";
        try (InputStream stream = TableReader.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return YAML.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    static PublishedTable table(String id, JsonNode file) {
        Unit unit = word(Unit.class, id, file, "unit");
        String collection = file.path("collection").asText("");
        List<String> metrics = texts(file.path("metrics"));
        List<Column> columns = new ArrayList<>();
        required(id, file, "columns").forEach(column -> columns.add(column(id, column, unit, collection, metrics)));
        List<Row> rows = new ArrayList<>();
        required(id, file, "rows").forEach(row -> rows.add(row(id, row, columns.size())));
        JsonNode protocol = required(id, file, "protocol");
        return new PublishedTable(
                id,
                text(id, file, "source"),
                text(id, file, "table"),
                file.path("where").asText(""),
                text(id, file, "title"),
                word(Certainty.class, id, file, "certainty"),
                unit,
                new Protocol(
                        text(id, protocol, "resolution"),
                        text(id, protocol, "split"),
                        text(id, protocol, "metric"),
                        text(id, protocol, "selection")),
                texts(file.path("differs")),
                texts(file.path("remarks")),
                columns,
                rows);
    }

    /** A column that is a word alone is a category of the table's collection. */
    private static Column column(String id, JsonNode node, Unit unit, String collection, List<String> metrics) {
        if (node.isValueNode()) {
            return new Column(node.asText(), unit, collection, node.asText(), metrics, List.of());
        }
        return new Column(
                text(id, node, "name"),
                node.has("unit") ? word(Unit.class, id, node, "unit") : unit,
                node.path("collection").asText(""),
                node.path("category").asText(""),
                texts(node.path("metrics")),
                texts(node.path("differs")));
    }

    private static Row row(String id, JsonNode node, int columns) {
        String method = text(id, node, "method");
        List<OptionalDouble> figures = new ArrayList<>();
        required(id, node, "figures")
                .forEach(figure ->
                        figures.add(figure.isNumber() ? OptionalDouble.of(figure.asDouble()) : OptionalDouble.empty()));
        if (figures.size() != columns) {
            throw wrong(id, method + " has " + figures.size() + " figures for " + columns + " columns");
        }
        Optional<Identity> arm = node.has("arm")
                ? Optional.of(new Identity(
                        text(id, node.path("arm"), "detector"),
                        settings(node.path("arm").path("settings"))))
                : Optional.empty();
        return new Row(method, arm, settings(node.path("under")), figures);
    }

    private static Map<String, Object> settings(JsonNode node) {
        Map<String, Object> settings = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> settings.put(
                        entry.getKey(),
                        entry.getValue().isNumber()
                                ? (Object) entry.getValue().asDouble()
                                : entry.getValue().asText()));
        return settings;
    }

    static List<String> texts(JsonNode node) {
        return node.valueStream().map(JsonNode::asText).map(String::strip).toList();
    }

    private static <E extends Enum<E>> E word(Class<E> type, String id, JsonNode node, String field) {
        String value = text(id, node, field);
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(id, field + ": " + value + " is none of " + List.of(type.getEnumConstants()));
        }
    }

    static String text(String id, JsonNode node, String field) {
        return required(id, node, field).asText().strip();
    }

    private static JsonNode required(String id, JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw wrong(id, field + " is missing");
        }
        return value;
    }

    private static IllegalStateException wrong(String id, String what) {
        return new IllegalStateException(FOLDER + id + ".yaml: " + what);
    }
}
