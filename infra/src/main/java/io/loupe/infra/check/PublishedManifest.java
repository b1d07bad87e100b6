package io.loupe.infra.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A checkpoint's manifest.
 *
 * @param number from its key
 * @param says the number that it holds
 * @param trial id that it holds
 * @param step optimiser steps done
 * @param total steps in all
 * @param parts blobs of the state
 * @param log blob of the points
 * @param skipped numbers of damaged checkpoints that it was published behind
 */
record PublishedManifest(
        long number, long says, String trial, long step, long total, List<Blob> parts, Blob log, List<Long> skipped) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A named object and what it must be. */
    record Blob(String name, String sha256, long size) {}

    boolean complete() {
        return step == total;
    }

    /** @throws IOException if it is no manifest */
    static PublishedManifest read(long number, byte[] json) throws IOException {
        JsonNode manifest = JSON.readTree(json).path("manifest");
        if (!manifest.path("parts").isArray() || !manifest.path("log").isObject()) {
            throw new IOException("no manifest: " + manifest);
        }
        List<Blob> parts = new ArrayList<>();
        manifest.path("parts").forEach(part -> parts.add(blob(part)));
        String skipped = manifest.path("facts").path("skipped").asText("");
        return new PublishedManifest(
                number,
                manifest.path("sequence").asLong(),
                manifest.path("trial").asText(),
                manifest.path("step").asLong(),
                manifest.path("totalSteps").asLong(),
                List.copyOf(parts),
                blob(manifest.path("log")),
                skipped.isEmpty()
                        ? List.of()
                        : Arrays.stream(skipped.split(",")).map(Long::valueOf).toList());
    }

    private static Blob blob(JsonNode json) {
        return new Blob(
                json.path("name").asText(),
                json.path("sha256").asText(),
                json.path("size").asLong());
    }

    /** The points of a log chunk: gzip of lines {@code [name, value, step, timestamp]}. */
    static List<Point> points(byte[] chunk) throws IOException {
        List<Point> points = new ArrayList<>();
        String lines;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(chunk))) {
            lines = new String(gzip.readAllBytes(), UTF_8);
        }
        for (String text : lines.lines().toList()) {
            JsonNode line = JSON.readTree(text);
            points.add(new Point(
                    line.path(0).asText(),
                    line.path(2).asLong(),
                    Double.parseDouble(line.path(1).asText()),
                    line.path(3).asLong()));
        }
        return points;
    }
}
