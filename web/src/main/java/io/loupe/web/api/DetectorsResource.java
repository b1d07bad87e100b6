package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Detectors, their presets and settings: what forms are made of. */
@Path("/api/v1/detectors")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Detectors")
public class DetectorsResource {
    private final DetectorCatalogue catalogue;

    DetectorsResource(DetectorCatalogue catalogue) {
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
    }

    /** Every detector. */
    public record Listing(List<DetectorDescription> detectors) {}

    @GET
    @Operation(summary = "Detectors with presets and settings: type, range, default, help")
    public Listing list() {
        return new Listing(catalogue.all());
    }
}
