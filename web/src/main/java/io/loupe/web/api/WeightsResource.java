package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.web.artifact.Weights;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Weights that trials have made for other trials. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Weights")
@RunOnVirtualThread
public class WeightsResource {
    private final Weights weights;

    WeightsResource(Weights weights) {
        this.weights = requireNonNull(weights, "weights is null");
    }

    /** All of them. */
    public record Listing(List<Published> weights) {}

    /** Weights under a name. */
    @Schema(name = "Weights")
    public record Published(
            @Schema(description = "What documents call them")
            String name,

            String title,

            @Schema(description = "Trial that made them") String trial,

            @Schema(description = "SHA-256 of the .safetensors file")
            String sha256,

            long bytes,

            @Schema(description = "How good they are, by MLflow name")
            Map<String, Double> metrics,

            Map<String, String> links) {
        static Published of(PublishedWeights weights) {
            return new Published(
                    weights.name(),
                    weights.title(),
                    weights.trial(),
                    weights.sha256(),
                    weights.bytes(),
                    weights.metrics(),
                    Map.of(
                            "trial", "/api/v1/trials/" + weights.trial(),
                            "page", "/trials/" + weights.trial()));
        }
    }

    @GET
    @Path("/weights")
    @Operation(summary = "List published weights by name", description = "Settings that ask for weights take a name.")
    public Listing list() {
        return new Listing(weights.all().stream().map(Published::of).toList());
    }
}
