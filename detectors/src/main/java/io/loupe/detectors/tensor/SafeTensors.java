package io.loupe.detectors.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loupe.detectors.DetectorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of a {@code .safetensors} file: an 8-byte little-endian header length, a JSON header naming each tensor's
 * type, shape and place, then the values. Format: github.com/huggingface/safetensors.
 *
 * @param metadata free text by key, in the header
 * @param tensors by name
 */
public record SafeTensors(SortedMap<String, String> metadata, SortedMap<String, HostTensor> tensors) {
    static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    public SafeTensors {
        metadata = Collections.unmodifiableSortedMap(metadata);
        tensors = Collections.unmodifiableSortedMap(tensors);
    }

    /**
     * The file's bytes; the same for the same contents in whatever order.
     *
     * @throws DetectorException with {@code MEMORY} if they would exceed 2 GiB, what one Java array holds
     */
    public static byte[] write(Map<String, String> metadata, Collection<? extends TensorSource> tensors) {
        SortedMap<String, TensorSource> sorted = new TreeMap<>();
        for (TensorSource tensor : tensors) {
            if (sorted.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException("two tensors are named " + tensor.name());
            }
        }

        ObjectNode header = new ObjectMapper().createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        new TreeMap<>(metadata).forEach(texts::put);
        long end = 0;
        for (TensorSource tensor : sorted.values()) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", "F32");
            var shape = entry.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            long start = end;
            end += HostTensor.elements(tensor.shape()) * Float.BYTES;
            entry.putArray("data_offsets").add(start).add(end);
        }

        byte[] json = padded(header);
        long size = Long.BYTES + json.length + end;
        if (size > Integer.MAX_VALUE - 8) {
            throw new DetectorException(
                    DetectorException.Kind.MEMORY,
                    "a checkpoint part of " + size + " bytes is larger than 2 GiB",
                    "",
                    "use fewer Gaussians or a narrower network");
        }
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        sorted.values().forEach(tensor -> tensor.get(file));
        if (file.hasRemaining()) {
            throw new IllegalStateException(file.remaining() + " bytes too few were written");
        }
        return file.array();
    }

    /** Whether a file begins as one of this format does: with the length of a header that fits into it and is an object. */
    public static boolean begins(byte[] file) {
        if (file.length <= Long.BYTES || file[Long.BYTES] != '{') {
            return false;
        }
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return headerLength > 0 && headerLength <= file.length - Long.BYTES;
    }

    /**
     * Reads a file; its tensors share the given array.
     *
     * @param what the file's name in errors
     * @throws DetectorException with {@code DATA} if it is cut off, damaged, or holds another type than float32
     */
    public static SafeTensors read(byte[] file, String what) {
        return new SafeTensorsReader(file, what, SafeTensorsReader.Use.CHECKPOINT).read();
    }

    /**
     * Reads a file of others: float16, bfloat16 and float64 become float32, and whole numbers and truth values are left
     * out. Tensors of float32 share the given array.
     *
     * @param what the file's name in errors
     * @throws DetectorException with {@code DATA} if it is cut off, damaged, or holds a type unknown here
     */
    public static SafeTensors readAnyFloat(byte[] file, String what) {
        return new SafeTensorsReader(file, what, SafeTensorsReader.Use.WEIGHTS).read();
    }

    /** Spaces after the header put the first value on an 8-byte boundary. */
    private static byte[] padded(ObjectNode header) {
        try {
            byte[] json = new ObjectMapper().writeValueAsBytes(header);
            int missing = Math.floorMod(-json.length, ALIGNMENT);
            return (new String(json, StandardCharsets.UTF_8) + " ".repeat(missing)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always writable", e);
        }
    }
}
