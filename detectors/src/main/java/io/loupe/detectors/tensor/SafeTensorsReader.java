package io.loupe.detectors.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.DetectorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one safetensors file, trusting nothing in it. */
final class SafeTensorsReader {
    private final byte[] file;
    private final String what;
    private final Use use;

    /** What the file is read for: which types it may hold, and what to do when it is not usable. */
    enum Use {
        CHECKPOINT("go back to an earlier checkpoint"),
        WEIGHTS("get the file again from where it came from");

        private final String advice;

        Use(String advice) {
            this.advice = advice;
        }
    }

    private record Place(String name, SafeTensorsType type, long[] shape, long start, long end) {}

    SafeTensorsReader(byte[] file, String what, Use use) {
        this.file = file;
        this.what = what;
        this.use = use;
    }

    SafeTensors read() {
        if (file.length < Long.BYTES) {
            throw damaged(file.length + " bytes are too few for a header");
        }
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 2 || headerLength > file.length - Long.BYTES) {
            throw damaged("its header claims " + headerLength + " bytes of a file of " + file.length);
        }
        int dataStart = Long.BYTES + (int) headerLength;
        JsonNode header = parse((int) headerLength);

        SortedMap<String, String> metadata = new TreeMap<>();
        SortedMap<String, HostTensor> tensors = new TreeMap<>();
        List<Place> places = header.properties().stream()
                .filter(entry -> !entry.getKey().equals(SafeTensors.METADATA))
                .map(this::place)
                .sorted(Comparator.comparingLong(Place::start).thenComparingLong(Place::end))
                .toList();
        header.path(SafeTensors.METADATA)
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));

        long expected = 0;
        for (Place place : places) {
            if (place.start() != expected) {
                throw damaged(place.name() + " starts at byte " + place.start() + " instead of " + expected);
            }
            expected = place.end();
            if (place.end() > file.length - dataStart) {
                throw damaged(place.name() + " ends at byte " + place.end() + " of " + (file.length - dataStart)
                        + " (file is cut off)");
            }
            ByteBuffer bytes = ByteBuffer.wrap(
                            file, dataStart + (int) place.start(), (int) (place.end() - place.start()))
                    .slice();
            if (place.type().real()) {
                ByteBuffer floats = place.type().floats(bytes);
                tensors.put(place.name(), new HostTensor(place.name(), place.shape(), floats));
            }
        }
        if (expected != file.length - dataStart) {
            throw damaged((file.length - dataStart - expected) + " bytes belong to no tensor");
        }
        return new SafeTensors(metadata, tensors);
    }

    private JsonNode parse(int length) {
        try {
            JsonNode header = new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readTree(file, Long.BYTES, length);
            if (!header.isObject()) {
                throw damaged("its header is not a JSON object");
            }
            return header;
        } catch (IOException e) {
            throw damaged("its header is not JSON");
        }
    }

    private Place place(Map.Entry<String, JsonNode> entry) {
        String name = entry.getKey();
        JsonNode node = entry.getValue();
        String named = node.path("dtype").asText("nothing");
        if (use == Use.CHECKPOINT && !named.equals("F32")) {
            throw damaged(name + " holds " + named + "; only F32 is read");
        }
        SafeTensorsType type = SafeTensorsType.named(named)
                .orElseThrow(() -> damaged(name + " holds " + named + ", a type unknown here"));
        long[] shape = wholeNumbers(name, node.path("shape"));
        long[] offsets = wholeNumbers(name, node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw damaged(name + " has offsets " + node.path("data_offsets"));
        }
        if (bytes(name, shape, type) != offsets[1] - offsets[0]) {
            throw damaged(name + " has shape " + node.path("shape") + " but " + (offsets[1] - offsets[0]) + " bytes");
        }
        return new Place(name, type, shape, offsets[0], offsets[1]);
    }

    private long bytes(String name, long[] shape, SafeTensorsType type) {
        try {
            return Math.multiplyExact(HostTensor.elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw damaged(name + " has an impossible shape");
        }
    }

    private long[] wholeNumbers(String name, JsonNode node) {
        if (!node.isArray()) {
            throw damaged(name + " has no shape or offsets");
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!node.get(i).canConvertToLong()
                    || !node.get(i).isIntegralNumber()
                    || node.get(i).asLong() < 0) {
                throw damaged(name + " has " + node.get(i) + " in its shape or offsets");
            }
            numbers[i] = node.get(i).asLong();
        }
        return numbers;
    }

    private DetectorException damaged(String how) {
        return new DetectorException(
                DetectorException.Kind.DATA, "not a usable safetensors file: " + how, what, use.advice);
    }
}
