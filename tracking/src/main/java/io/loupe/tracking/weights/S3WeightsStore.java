package io.loupe.tracking.weights;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights over an object store: {@code weights/blobs/<sha256>} and {@code weights/names/<name>.json}. Thread-safe. */
public final class S3WeightsStore implements WeightsStore {
    private static final String BLOBS = "weights/blobs/";
    private static final String NAMES = "weights/names/";
    private static final String JSON = ".json";

    private final ObjectStore objects;

    public S3WeightsStore(ObjectStore objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    @Override
    public PublishedWeights publish(
            String name, String title, String trial, Map<String, Double> metrics, byte[] content) {
        PublishedWeights weights =
                new PublishedWeights(name, title, trial, Sha256.of(content), content.length, metrics);
        String blob = BLOBS + weights.sha256();
        if (!objects.size(blob).equals(Optional.of((long) content.length))) {
            objects.put(blob, content, "application/octet-stream");
        }
        byte[] document = Json.write(weights);
        if (!objects.putIfAbsent(key(name), document, "application/json")) {
            PublishedWeights there = find(name).orElse(weights);
            if (!there.trial().equals(trial)) {
                throw new TrackingException(
                        "the name \"" + name + "\" belongs to weights of trial " + there.trial()
                                + "; choose another name in a new experiment",
                        false,
                        null);
            }
            objects.put(key(name), document, "application/json");
        }
        return weights;
    }

    @Override
    public Optional<PublishedWeights> find(String name) {
        PublishedWeights.checkName(name);
        return objects.get(key(name)).map(json -> parse(key(name), json));
    }

    @Override
    public List<PublishedWeights> all() {
        return objects.list(NAMES).stream()
                .filter(key -> key.endsWith(JSON))
                .flatMap(key -> objects.get(key).map(json -> parse(key, json)).stream())
                .toList();
    }

    @Override
    public byte[] read(PublishedWeights weights) {
        String key = BLOBS + weights.sha256();
        byte[] content = objects.get(key).orElseThrow(() -> damaged(weights, key, "is missing"));
        if (!Sha256.of(content).equals(weights.sha256())) {
            throw damaged(weights, key, "does not match its SHA-256");
        }
        return content;
    }

    private static PublishedWeights parse(String key, byte[] json) {
        try {
            return Json.read(json, PublishedWeights.class);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new TrackingException("the object " + key + " is damaged (" + e.getMessage() + ")", false, e);
        }
    }

    private static TrackingException damaged(PublishedWeights weights, String key, String what) {
        return new TrackingException(
                "weights " + weights.name() + ": the object " + key + " " + what + "; evaluate trial " + weights.trial()
                        + " again, then resume",
                false,
                null);
    }

    private static String key(String name) {
        return NAMES + name + JSON;
    }
}
