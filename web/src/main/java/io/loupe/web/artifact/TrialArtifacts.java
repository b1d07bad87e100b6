package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import io.loupe.web.catalogue.Trial;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A trial's files, as they lie in the artifact folder of its MLflow run. There are none before it was evaluated. */
@ApplicationScoped
public class TrialArtifacts {
    private static final String INDEX = "heat_maps/index.json";
    private static final TypeReference<List<HeatMap>> HEAT_MAPS = new TypeReference<>() {};

    private final ObjectStore objects;
    private final RunArtifacts artifacts;
    private final ObjectMapper json;
    private final Thumbnails thumbnails;

    TrialArtifacts(ObjectStore objects, RunArtifacts artifacts, ObjectMapper json, Thumbnails thumbnails) {
        this.objects = requireNonNull(objects, "objects is null");
        this.artifacts = requireNonNull(artifacts, "artifacts is null");
        this.json = requireNonNull(json, "json is null");
        this.thumbnails = requireNonNull(thumbnails, "thumbnails is null");
    }

    /** @param path relative to the run's artifact folder */
    public record Artifact(String path, long size, String contentType, Instant modified) {}

    /**
     * One test image.
     *
     * @param defect folder of the test split: {@code good}, or the type of defect
     * @param image path of the image in the dataset
     * @param label {@code good} or {@code defective}
     * @param score of the whole image, raw
     * @param heatMap path of the picture among the artifacts; empty if none was kept
     * @param anomalyMap path of the raw map among the artifacts; empty if none was kept
     * @param mask whether the dataset has a mask for it
     * @param masks paths of its masks in the dataset; empty in what was written before there was this list
     */
    public record HeatMap(
            String defect,
            String image,
            String label,
            double score,
            String heatMap,
            String anomalyMap,
            boolean mask,
            List<String> masks,
            int width,
            int height) {
        public HeatMap {
            masks = masks == null ? List.of() : List.copyOf(masks);
        }

        public boolean defective() {
            return label.equals("defective");
        }
    }

    /** Every file, by path. */
    public List<Artifact> list(Trial trial) {
        return trial.artifactRoot()
                .map(root -> objects.entries(root + "/").stream()
                        .map(entry -> artifact(root, entry))
                        .toList())
                .orElse(List.of());
    }

    private static Artifact artifact(String root, ObjectStore.Entry entry) {
        String path = entry.key().substring(root.length() + 1);
        return new Artifact(path, entry.size(), RunArtifacts.contentType(path), entry.modified());
    }

    /**
     * Streams one file; the caller closes.
     *
     * @param path relative to the run's artifact folder
     * @return empty when there is no such file, or the path leads out of the folder
     */
    public Optional<InputStream> open(Trial trial, String path) {
        try {
            return trial.artifactRoot().flatMap(root -> artifacts.open(root, path));
        } catch (IllegalArgumentException unsafe) {
            return Optional.empty();
        }
    }

    /** One whole file. */
    public Optional<byte[]> read(Trial trial, String path) {
        try {
            return trial.artifactRoot().flatMap(root -> artifacts.read(root, path));
        } catch (IllegalArgumentException unsafe) {
            return Optional.empty();
        }
    }

    /** A picture made small, as JPEG. */
    public Optional<byte[]> thumbnail(Trial trial, String path, int width) {
        return read(trial, path).map(picture -> thumbnails.of(Sha256.of(picture), width, () -> picture));
    }

    /**
     * Which raw scores the colours of the heat maps stand for.
     *
     * @param low drawn as nothing
     * @param goodHigh what a half percent of the pixels of good images exceed; equal to {@code high} in results of earlier
     *     versions, which did not know it
     * @param high drawn in the brightest colour
     * @param from which images it was taken from: {@code validation}, {@code test-good} or {@code test}
     */
    public record Scale(double low, double goodHigh, double high, String from) {}

    /** The scale of a trial's heat maps; absent before evaluation and where no image was scored. */
    public Optional<Scale> scale(Trial trial) {
        return read(trial, "metrics.json").flatMap(bytes -> {
            try {
                JsonNode colours = json.readTree(bytes).path("colours");
                return colours.isObject()
                        ? Optional.of(new Scale(
                                colours.path("low").asDouble(),
                                colours.path("good_high")
                                        .asDouble(colours.path("high").asDouble()),
                                colours.path("high").asDouble(),
                                colours.path("from").asText("test")))
                        : Optional.empty();
            } catch (IOException e) {
                throw new TrackingException(
                        "trial " + trial.id() + ": metrics.json cannot be read: " + e.getMessage(), false, e);
            }
        });
    }

    /** Every test image with its score, in the order in which evaluation wrote them. */
    public List<HeatMap> heatMaps(Trial trial) {
        return read(trial, INDEX)
                .map(index -> {
                    try {
                        return json.readValue(index, HEAT_MAPS);
                    } catch (IOException e) {
                        throw new TrackingException(
                                "trial " + trial.id() + ": " + INDEX + " cannot be read: " + e.getMessage(), false, e);
                    }
                })
                .orElse(List.of());
    }
}
