package io.loupe.web.pages.dataset;

import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.DatasetImages;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.live.LiveImports;
import io.loupe.web.orchestration.DatasetService;
import io.loupe.web.orchestration.Person;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.problem.Confirm;
import io.loupe.web.pages.problem.ConfirmView;
import io.loupe.web.pages.problem.PageProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One dataset: the report of its import, its categories, and their images. */
@Path("/datasets/{name}")
@Blocking
public class DatasetPage {
    private static final Logger LOG = Logger.getLogger(DatasetPage.class);

    private final DatasetRepository datasets;
    private final DatasetImages images;
    private final DatasetService service;
    private final LiveImports imports;
    private final Shells shells;
    private final Clock clock;

    DatasetPage(
            DatasetRepository datasets,
            DatasetImages images,
            DatasetService service,
            LiveImports imports,
            Shells shells,
            Clock clock) {
        this.service = service;
        this.imports = imports;
        this.datasets = datasets;
        this.images = images;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance dataset(DatasetView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance show(
            @PathParam("name") String name,
            @QueryParam("category") @DefaultValue("") String category,
            @QueryParam("split") @DefaultValue("test") String split,
            @QueryParam("from") @DefaultValue("0") int from,
            @QueryParam("said") @DefaultValue("") String said) {
        Dataset dataset = find(name);
        String chosen =
                dataset.current().map(version -> chosen(version, category)).orElse("");
        Optional<DatasetView.Browser> browser = dataset.current()
                .filter(version -> !chosen.isEmpty())
                .flatMap(version -> browser(version, chosen, split, Math.max(0, from)));
        boolean importing = dataset.lastImport().state() == ImportJob.State.RUNNING;
        return Templates.dataset(
                DatasetViews.view(
                        dataset,
                        chosen,
                        browser,
                        importing ? imports.of(dataset.lastImport().id()) : Optional.empty(),
                        clock.instant()),
                shells.shell(dataset.name(), "datasets", crumbs(), said, importing ? "poll" : ""));
    }

    @GET
    @Path("stop")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance confirmStop(@PathParam("name") String name) {
        Dataset dataset = find(name);
        String back = "/datasets/" + dataset.name();
        return Confirm.page(
                new ConfirmView(
                        "Stop this import?",
                        dataset.lastImport().folder() + " is not published under the name " + dataset.name() + ".",
                        List.of(
                                "Kept: the folder, and what was published under this name before",
                                "Kept: files that were copied already; the next import does not copy them again"),
                        List.of("Ended: the check and the copy that run now"),
                        back + "/stop",
                        "Stop import",
                        back,
                        "Go on"),
                shells.shell("Stop", "datasets", crumbs(), "", ""));
    }

    @POST
    @Path("stop")
    public Response stop(@PathParam("name") String name) {
        Dataset dataset = find(name);
        Said said = Said.STOP_ASKED;
        try {
            service.stopImport(dataset.lastImport().id(), Person.current());
        } catch (ConflictException e) {
            said = Said.TOO_LATE;
        }
        return Response.seeOther(URI.create("/datasets/" + dataset.name() + "?said=" + said.word()))
                .build();
    }

    private Dataset find(String name) {
        return datasets.find(name)
                .orElseThrow(() -> PageProblem.missing(
                        "No such dataset",
                        "The catalogue has no dataset named " + name + ".",
                        "Datasets",
                        "/datasets"));
    }

    private static List<Shell.Crumb> crumbs() {
        return List.of(new Shell.Crumb("Datasets", "/datasets"));
    }

    private static String chosen(DatasetVersion version, String category) {
        List<String> names =
                version.categories().stream().map(each -> each.name()).toList();
        return names.contains(category) ? category : names.isEmpty() ? "" : names.getFirst();
    }

    /** A silent object store leaves the images out; what the catalogue knows is shown all the same. */
    private Optional<DatasetView.Browser> browser(DatasetVersion version, String category, String split, int from) {
        try {
            return Optional.of(BrowserBuilder.build(
                    version, images.list(version.dataset(), version.version(), category), category, split, from));
        } catch (TrackingException e) {
            LOG.debugf("no images of %s: %s", version.dataset(), e.getMessage());
            return Optional.empty();
        }
    }
}
