package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.web.artifact.MetricHistories;
import io.loupe.web.artifact.MetricHistory;
import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.artifact.TrialArtifacts.Artifact;
import io.loupe.web.artifact.TrialArtifacts.HeatMap;
import io.loupe.web.artifact.Wrongness;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.live.LiveTrials;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What trials left in the object store. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trials")
@RunOnVirtualThread
public class TrialFilesResource {
    private static final int MOST_POINTS = 5_000;
    private static final int LARGEST_PAGE = 500;

    private final TrialRepository trials;
    private final TrialArtifacts artifacts;
    private final MetricHistories histories;
    private final LiveTrials live;

    TrialFilesResource(TrialRepository trials, TrialArtifacts artifacts, MetricHistories histories, LiveTrials live) {
        this.trials = requireNonNull(trials, "trials is null");
        this.artifacts = requireNonNull(artifacts, "artifacts is null");
        this.histories = requireNonNull(histories, "histories is null");
        this.live = requireNonNull(live, "live is null");
    }

    /** A trial's files. */
    public record Artifacts(UUID trial, List<Artifact> artifacts) {}

    /** A piece of a trial's test images. */
    public record HeatMaps(UUID trial, int total, List<HeatMap> images, Optional<String> next) {}

    @GET
    @Path("/trials/{id}/metrics")
    @Operation(
            summary = "What was logged, thinned",
            description =
                    "Published points, and behind them those of heartbeats. Of neighbours that are left out none is"
                            + " higher or lower than those that are answered.")
    public MetricHistory metrics(
            @PathParam("id") String text,
            @QueryParam("name") @Parameter(description = "May be repeated; all when absent") Set<String> names,
            @QueryParam("from") @DefaultValue("0") long from,
            @QueryParam("to") @DefaultValue("9223372036854775807") long to,
            @QueryParam("points")
                    @DefaultValue("500")
                    @Parameter(description = "At most this many for each metric, 10 to 5000")
                    int points) {
        Trial trial = find(text);
        if (trial.state().active()) {
            live.of(trial.id());
        }
        return histories.of(
                trial.id(),
                trial.spec().chain(),
                names,
                from,
                to,
                Parameters.within("points", points, 10, MOST_POINTS));
    }

    @GET
    @Path("/trials/{id}/artifacts")
    @Operation(summary = "Files of the trial's MLflow run", description = "None before it was evaluated.")
    public Artifacts artifacts(@PathParam("id") String text) {
        Trial trial = find(text);
        return new Artifacts(trial.id(), artifacts.list(trial));
    }

    @GET
    @Path("/trials/{id}/artifacts/{path: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "One file of the trial's MLflow run")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "404", description = "There is no such file")
    public Response artifact(@PathParam("id") String text, @PathParam("path") String path) {
        Trial trial = find(text);
        InputStream content = artifacts
                .open(trial, path)
                .orElseThrow(() -> new UnknownException("trial " + trial.id() + " has no artifact " + path));
        return Response.ok(content)
                .type(RunArtifacts.contentType(path))
                // A trial that is evaluated again replaces its files.
                .header("Cache-Control", "private, max-age=60")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .build();
    }

    @GET
    @Path("/trials/{id}/heat-maps")
    @Operation(summary = "Test images with their scores and heat maps")
    public HeatMaps heatMaps(
            @PathParam("id") String text,
            @QueryParam("sort")
                    @DefaultValue("file")
                    @Parameter(
                            description =
                                    "file, highest, lowest, or wrong: good ones with high scores and defective ones with low scores first")
                    String sort,
            @QueryParam("label") @DefaultValue("") @Parameter(description = "good, defective, or a type of defect")
                    String label,
            @QueryParam("after") @DefaultValue("0") @Parameter(description = "\"next\" of the page before") int after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Trial trial = find(text);
        Parameters.within("limit", limit, 1, LARGEST_PAGE);
        Parameters.within("after", after, 0, Integer.MAX_VALUE);
        List<HeatMap> all = artifacts.heatMaps(trial);
        List<HeatMap> chosen = sorted(all, sort)
                .filter(image -> label.isEmpty()
                        || image.label().equals(label)
                        || image.defect().equals(label))
                .toList();
        int end = (int) Math.min((long) after + limit, chosen.size());
        return new HeatMaps(
                trial.id(),
                chosen.size(),
                after >= chosen.size() ? List.of() : chosen.subList(after, end),
                end < chosen.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    private static Stream<HeatMap> sorted(List<HeatMap> all, String sort) {
        Comparator<HeatMap> byScore = Comparator.comparingDouble(HeatMap::score);
        return switch (sort) {
            case "file" -> all.stream();
            case "highest" -> all.stream().sorted(byScore.reversed());
            case "lowest" -> all.stream().sorted(byScore);
            case "wrong" -> Wrongness.mostWrongFirst(all).stream();
            default -> throw new BadRequestException("sort: " + sort + " is not one of file, highest, lowest, wrong");
        };
    }

    private Trial find(String text) {
        UUID id = Parameters.id("trial", text);
        return trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
    }
}
