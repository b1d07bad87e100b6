package io.loupe.web.pages.worker;

import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The workers. */
@Path("/workers")
@Blocking
public class WorkersPage {
    private final WorkersSource workers;
    private final Shells shells;

    WorkersPage(WorkersSource workers, Shells shells) {
        this.workers = workers;
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance workers(WorkersView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show() {
        return Templates.workers(workers.workers(), shells.shell("Workers", "workers", List.of(), "", "poll"));
    }
}
