package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.WorkerService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The verbs on workers. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "System")
@RunOnVirtualThread
public class WorkersResource {
    private final WorkerService service;

    WorkersResource(WorkerService service) {
        this.service = requireNonNull(service, "service is null");
    }

    @POST
    @Path("/workers/{name: .+}:drain")
    @Operation(
            summary = "Take a worker out of the queue",
            description =
                    "Its name is <host>/<device>. It publishes a checkpoint, gives its trial back, and takes no more work,"
                            + " also after it was started again, until it is called back.")
    @APIResponse(responseCode = "202", description = "Noted; the worker reads it within seconds")
    @APIResponse(responseCode = "404", description = "No such worker was seen lately")
    public Response drain(@PathParam("name") String name) {
        service.drain(name, Person.current());
        return Response.accepted().build();
    }

    @POST
    @Path("/workers/{name: .+}:undrain")
    @Operation(summary = "Call a worker back that takes no work")
    @APIResponse(responseCode = "202", description = "Noted; the worker reads it within seconds")
    @APIResponse(responseCode = "409", description = "It takes work already")
    public Response undrain(@PathParam("name") String name) {
        service.undrain(name);
        return Response.accepted().build();
    }
}
