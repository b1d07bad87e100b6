package io.loupe.web.pages.worker;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.orchestration.Person;
import io.loupe.web.orchestration.WorkerService;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** The workers. */
@Path("/workers")
@Blocking
public class WorkersPage {
    private final WorkersSource workers;
    private final WorkerService verbs;
    private final Shells shells;

    WorkersPage(WorkersSource workers, WorkerService verbs, Shells shells) {
        this.workers = workers;
        this.verbs = verbs;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance workers(WorkersView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(@QueryParam("said") @DefaultValue("") String said) {
        return Templates.workers(workers.workers(), shells.shell("Workers", "workers", List.of(), said, "poll"));
    }

    @POST
    @Path("drain")
    public Response drain(@FormParam("worker") @DefaultValue("") String worker) {
        return after(Said.DRAIN_ASKED, () -> verbs.drain(worker, Person.current()));
    }

    @POST
    @Path("undrain")
    public Response undrain(@FormParam("worker") @DefaultValue("") String worker) {
        return after(Said.UNDRAIN_ASKED, () -> verbs.undrain(worker));
    }

    private static Response after(Said said, Runnable verb) {
        Said outcome = said;
        try {
            verb.run();
        } catch (ConflictException | UnknownException e) {
            outcome = Said.TOO_LATE;
        }
        return Response.seeOther(URI.create("/workers?said=" + outcome.word())).build();
    }
}
