package io.loupe.tracking.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a log chunk: gzip of one JSON line {@code ["train/loss",0.25,17,1767225600000]} for each point (name,
 * value, step, timestamp), so that a person reads it with {@code zcat}. NaN and infinities are the strings
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}; every other value comes back to the bit. Equal points give equal
 * bytes.
 */
final class LogChunk {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private LogChunk() {}

    static byte[] write(List<MetricPoint> points) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes);
                JsonGenerator json = JSON.createGenerator(gzip)) {
            json.setRootValueSeparator(null);
            for (MetricPoint point : points) {
                json.writeStartArray();
                json.writeString(point.name());
                if (Double.isFinite(point.value())) {
                    json.writeNumber(point.value());
                } else {
                    json.writeString(Double.toString(point.value()));
                }
                json.writeNumber(point.step());
                json.writeNumber(point.timestamp());
                json.writeEndArray();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if the bytes are not a log chunk */
    static List<MetricPoint> read(byte[] chunk) throws IOException {
        List<MetricPoint> points = new ArrayList<>();
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(chunk));
                JsonParser json = JSON.createParser(gzip)) {
            while (json.nextToken() != null) {
                expect(json.currentToken() == JsonToken.START_ARRAY);
                String name = json.nextTextValue();
                expect(name != null);
                double value = value(json);
                expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
                long step = json.getLongValue();
                expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
                long timestamp = json.getLongValue();
                expect(json.nextToken() == JsonToken.END_ARRAY);
                points.add(new MetricPoint(name, value, step, timestamp));
            }
        }
        return List.copyOf(points);
    }

    private static double value(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return switch (json.getText()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new IOException("\"" + json.getText() + "\" is not a metric's value");
            };
        }
        expect(token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT);
        return json.getDoubleValue();
    }

    private static void expect(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not a log chunk: expected [name, value, step, timestamp]");
        }
    }
}
