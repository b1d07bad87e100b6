package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.artifact.DatasetImages;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.live.LiveImports;
import io.loupe.web.orchestration.DatasetService;
import io.loupe.web.orchestration.Person;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Datasets: list, look at, import. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Datasets")
@RunOnVirtualThread
public class DatasetsResource {
    private static final int LARGEST_PAGE = 500;

    private final DatasetRepository datasets;
    private final DatasetImages images;
    private final DatasetService service;
    private final LiveImports live;
    private final ObjectStore objects;

    DatasetsResource(
            DatasetRepository datasets,
            DatasetService service,
            DatasetImages images,
            LiveImports live,
            ObjectStore objects) {
        this.live = requireNonNull(live, "live is null");
        this.objects = requireNonNull(objects, "objects is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.service = requireNonNull(service, "service is null");
        this.images = requireNonNull(images, "images is null");
    }

    /** Every dataset. */
    public record Listing(List<DatasetJson> datasets) {}

    /** A wish to import. */
    public record ImportRequest(
            @Schema(description = "Up to 63 of a-z, 0-9 and . _ -", examples = "mvtec-ad")
            String name,

            @Schema(
                    description =
                            "Absolute path on the worker's machine of a dataset folder, one category or an archive"
                                    + " (zip, tar, tar.gz, tar.xz, tar.bz2); or upload:<id>; or s3://<bucket>/<prefix> of Loupe's object store")
            String folder,

            @Schema(description = "auto, btad, folder, loco, magnetic, mvtec, mvtec3d or visa", defaultValue = "auto")
            Optional<String> layout) {}

    /** A piece of a dataset's images. */
    public record Images(int total, List<DatasetImages.Image> images, Optional<String> next) {}

    /** An import that was written down. */
    public record Imported(UUID id, String dataset) {}

    @GET
    @Path("/datasets")
    @Operation(summary = "List datasets by name")
    public Listing list() {
        return new Listing(datasets.list().stream()
                .map(dataset -> DatasetJson.of(dataset, List.of()))
                .toList());
    }

    @POST
    @Path("/datasets")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Import a folder or an archive",
            description =
                    "A worker unpacks it, checks it, hashes it and copies it to the object store. Follow it under Location.")
    @APIResponse(
            responseCode = "201",
            description = "Written down",
            content = @Content(schema = @Schema(implementation = Imported.class)))
    @APIResponse(responseCode = "409", description = "An import under that name runs")
    @APIResponse(responseCode = "422", description = "Name, folder or layout is wrong")
    public Response importFolder(ImportRequest request, @HeaderParam("Idempotency-Key") String idempotencyKey) {
        if (request == null) {
            throw new BadRequestException("the body is empty; send {\"name\": ..., \"folder\": ...}");
        }
        DatasetService.Import answer = service.importFolder(
                Optional.ofNullable(request.name()).orElse(""),
                Optional.ofNullable(request.folder()).orElse(""),
                Optional.ofNullable(request.layout()).flatMap(layout -> layout).orElse("auto"),
                Parameters.idempotencyKey(idempotencyKey),
                Person.current());
        return switch (answer) {
            case DatasetService.Import.Refused refused ->
                ProblemDocument.wrong("import", refused.problems()).response();
            case DatasetService.Import.Accepted accepted ->
                Response.created(URI.create(
                                "/api/v1/imports/" + accepted.submitted().id()))
                        .entity(new Imported(accepted.submitted().id(), request.name()))
                        .build();
        };
    }

    @GET
    @Path("/imports/{id}")
    @Operation(summary = "How far an import is")
    public DatasetJson.Import importJob(@PathParam("id") String text) {
        UUID id = Parameters.id("import", text);
        return datasets.importJob(id)
                .map(job -> DatasetJson.Import.of(
                        job, job.state() == ImportJob.State.RUNNING ? live.of(job.id()) : Optional.empty()))
                .orElseThrow(() -> new UnknownException("no import " + id));
    }

    @POST
    @Path("/imports/{id}:cancel")
    @Operation(
            summary = "Stop an import",
            description = "It ends without publishing; what was published under its name before stays.")
    @APIResponse(responseCode = "202", description = "Written down; the worker is told")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response stopImport(@PathParam("id") String text) {
        UUID id = Parameters.id("import", text);
        service.stopImport(id, Person.current());
        return Response.accepted().build();
    }

    @GET
    @Path("/datasets/{name}")
    @Operation(summary = "One dataset with its categories and all its versions")
    public DatasetJson get(@PathParam("name") String name) {
        return DatasetJson.of(find(name), datasets.versions(name));
    }

    @GET
    @Path("/datasets/{name}/report")
    @Operation(
            summary = "The whole report of the newest import",
            description = "As the worker wrote it: usable, categories, all problems and all files.")
    @APIResponse(responseCode = "200", description = "The report")
    @APIResponse(responseCode = "404", description = "No such dataset, or its newest import has left no report")
    public Response report(@PathParam("name") String name) {
        ImportJob job = find(name).lastImport();
        InputStream report = job.reportKey()
                .flatMap(objects::open)
                .orElseThrow(() -> new UnknownException("the newest import of " + name + " has no report"
                        + (job.state() == ImportJob.State.RUNNING ? " yet; it runs" : ": " + job.message())));
        return Response.ok(report)
                .header("Content-Disposition", "inline; filename=\"" + name + "-import-" + job.id() + ".json\"")
                .build();
    }

    @GET
    @Path("/datasets/{name}/images")
    @Operation(summary = "Images of the current content, by path")
    public Images images(
            @PathParam("name") String name,
            @QueryParam("category") @DefaultValue("") @Parameter(description = "All categories when absent")
                    String category,
            @QueryParam("after") @DefaultValue("0") @Parameter(description = "\"next\" of the page before") int after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Parameters.within("limit", limit, 1, LARGEST_PAGE);
        Parameters.within("after", after, 0, Integer.MAX_VALUE);
        List<DatasetImages.Image> all = images.list(name, version(name), category);
        int end = (int) Math.min((long) after + limit, all.size());
        return new Images(
                all.size(),
                after >= all.size() ? List.of() : all.subList(after, end),
                end < all.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    @GET
    @Path("/datasets/{name}/images/{path: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "One image or mask, as it is or small")
    @APIResponse(responseCode = "200", description = "The picture")
    @APIResponse(responseCode = "404", description = "The current content has no such path")
    public Response image(
            @PathParam("name") String name,
            @PathParam("path") String path,
            @QueryParam("width")
                    @DefaultValue("0")
                    @Parameter(description = "Pixels, up to 2048; 0 for the file as it is")
                    int width,
            @QueryParam("version")
                    @DefaultValue("")
                    @Parameter(description = "The version of a trial; the current one when absent")
                    String version,
            @HeaderParam("If-None-Match") String known) {
        Parameters.within("width", width, 0, 2048);
        DatasetImages.Content content = images.content(
                        name, version.isEmpty() ? version(name) : known(name, version), path, width)
                .orElseThrow(() -> new UnknownException("dataset " + name + " has no file " + path));
        EntityTag tag = new EntityTag(content.sha256() + "-" + width);
        Response.ResponseBuilder answer = tag.toString().equals(known) || ("\"" + tag.getValue() + "\"").equals(known)
                ? Response.notModified(tag)
                : Response.ok(content.bytes()).type(content.contentType()).tag(tag);
        return answer.header("Cache-Control", "private, max-age=3600").build();
    }

    private String version(String name) {
        return datasets.currentVersion(name)
                .orElseThrow(() -> new UnknownException("dataset " + name + " has no content yet"));
    }

    private String known(String name, String version) {
        return datasets.versions(name).stream()
                .map(DatasetVersion::version)
                .filter(version::equals)
                .findFirst()
                .orElseThrow(() -> new UnknownException("dataset " + name + " has had no version " + version));
    }

    private Dataset find(String name) {
        return datasets.find(name).orElseThrow(() -> new UnknownException("no dataset " + name));
    }
}
