package io.loupe.detectors.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The weights that are known by name, from {@code weights.json} beside this class. */
public final class WeightsCatalogue {
    private WeightsCatalogue() {}

    /** All of them, in the catalogue's order. */
    public static List<KnownWeights> all() {
        try (InputStream file = WeightsCatalogue.class.getResourceAsStream("weights.json")) {
            List<KnownWeights> all = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(file).path("weights")) {
                all.add(entry(node));
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue of weights cannot be read", e);
        }
    }

    /** @param name such as {@code efficientnet-lite0} */
    public static Optional<KnownWeights> find(String name) {
        return all().stream().filter(known -> known.name().equals(name)).findAny();
    }

    private static KnownWeights entry(JsonNode node) {
        return new KnownWeights(
                text(node, "name"),
                text(node, "title"),
                text(node, "network"),
                text(node, "file"),
                text(node, "format"),
                node.has("bytes") ? OptionalLong.of(node.get("bytes").longValue()) : OptionalLong.empty(),
                Optional.ofNullable(node.get("sha256")).map(JsonNode::textValue),
                Optional.ofNullable(node.get("sha256Prefix")).map(JsonNode::textValue),
                text(node, "licence"),
                text(node, "project"),
                text(node, "source"));
    }

    private static String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalStateException("an entry of the catalogue of weights has no " + key);
        }
        return node.get(key).textValue();
    }
}
