package io.loupe.web.pages.problem;

import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as pages, for browsers; programs get problem documents. */
@ApplicationScoped
public class ProblemPages {
    private final Shells shells;

    ProblemPages(Shells shells) {
        this.shells = shells;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance problem(ProblemView view, Shell shell);

        private Templates() {}
    }

    @ServerExceptionMapper
    public Response page(PageProblem problem) {
        return Response.status(problem.view().status())
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(render(problem.view()))
                .build();
    }

    /** The page; its frame asks nothing of the catalogue, which may be what failed. */
    String render(ProblemView view) {
        return Templates.problem(view, shells.bare(view.title())).render();
    }
}
