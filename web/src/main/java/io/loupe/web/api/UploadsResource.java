package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.artifact.UploadStore;
import io.loupe.web.artifact.UploadStore.Announced;
import io.loupe.web.artifact.UploadStore.Upload;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.document.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Archives that are uploaded in pieces, to be imported as {@code upload:<id>}. */
@Path("/api/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Uploads")
@RunOnVirtualThread
public class UploadsResource {
    private static final int NAME = 200;

    private final UploadStore uploads;
    private final Ids ids;

    UploadsResource(UploadStore uploads, Ids ids) {
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    /** How far an upload is. */
    @Schema(name = "Upload")
    public record UploadJson(
            UUID id,
            String name,
            long size,

            @Schema(description = "Bytes that are here: the offset of the next piece")
            long received,

            @Schema(description = "How many bytes a piece may have")
            int pieceBytes) {
        static UploadJson of(Upload upload) {
            return new UploadJson(
                    upload.id(), upload.name(), upload.size(), upload.received(), UploadStore.PIECE_BYTES);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin to upload an archive", description = "Send its pieces with PUT, in order.")
    @APIResponse(responseCode = "201", description = "Send the first piece")
    @APIResponse(responseCode = "422", description = "Name or size is wrong")
    public Response begin(Announced announced) {
        if (announced == null) {
            throw new BadRequestException("the body is empty; send {\"name\": ..., \"size\": ...}");
        }
        String name = announced.name() == null ? "" : announced.name().strip();
        if (name.isEmpty()
                || name.length() > NAME
                || name.contains("/")
                || name.contains("\\")
                || name.contains("\0")
                || name.startsWith(".")) {
            return wrong("name", "\"" + name + "\" is no name of a file of up to " + NAME + " characters");
        }
        if (announced.size() < 1 || announced.size() > UploadStore.LARGEST) {
            return wrong(
                    "size",
                    announced.size() + " bytes are not between 1 and " + UploadStore.LARGEST
                            + "; put a larger archive on the server and import it by its path");
        }
        UUID id = ids.next();
        Upload upload = uploads.begin(id, new Announced(name, announced.size()));
        return Response.created(URI.create("/api/v1/uploads/" + id))
                .entity(UploadJson.of(upload))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "How far an upload is, to go on with it")
    public UploadJson get(@PathParam("id") String text) {
        UUID id = Parameters.id("upload", text);
        return UploadJson.of(uploads.find(id).orElseThrow(() -> unknown(id)));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Send the next piece",
            description = "Its offset is how much was received; a piece sent again changes nothing.")
    @APIResponse(responseCode = "200", description = "Kept; send the next one")
    @APIResponse(responseCode = "409", description = "It does not begin at what was received; the answer says at what")
    @APIResponse(responseCode = "422", description = "It is empty, too long, or reaches beyond the announced size")
    public Response piece(@PathParam("id") String text, @QueryParam("offset") Long offset, byte[] piece) {
        UUID id = Parameters.id("upload", text);
        if (offset == null || offset < 0) {
            throw new BadRequestException("offset: is missing or below 0; it is the number of bytes received so far");
        }
        if (piece == null || piece.length == 0 || piece.length > UploadStore.PIECE_BYTES) {
            return wrong(
                    "body",
                    "a piece has 1 to " + UploadStore.PIECE_BYTES + " bytes, this one "
                            + (piece == null ? 0 : piece.length));
        }
        Announced known = uploads.announced(id).orElseThrow(() -> unknown(id));
        Upload upload = new Upload(id, known.name(), known.size(), 0);
        return switch (uploads.put(upload, offset, piece)) {
            case YES -> Response.ok(now(upload)).build();
            case ELSEWHERE ->
                Response.status(Response.Status.CONFLICT).entity(now(upload)).build();
            case TOO_LONG ->
                wrong(
                        "offset",
                        "bytes " + offset + " to " + (offset + piece.length) + " reach beyond the " + known.size()
                                + " that were announced");
        };
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Give an upload up")
    public Response delete(@PathParam("id") String text) {
        uploads.delete(Parameters.id("upload", text));
        return Response.noContent().build();
    }

    private UploadJson now(Upload upload) {
        return UploadJson.of(new Upload(upload.id(), upload.name(), upload.size(), uploads.received(upload.id())));
    }

    private static UnknownException unknown(UUID id) {
        return new UnknownException("no upload " + id + ", or it was given up two days ago; upload again");
    }

    private static Response wrong(String field, String message) {
        return ProblemDocument.wrong("upload", List.of(new Problem(field, message, OptionalInt.empty())))
                .response();
    }
}
