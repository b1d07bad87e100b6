package io.loupe.web.pages.dataset;

import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.DatasetImages;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.problem.PageProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
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
    private final Shells shells;
    private final Clock clock;

    DatasetPage(DatasetRepository datasets, DatasetImages images, Shells shells, Clock clock) {
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
        Dataset dataset = datasets.find(name)
                .orElseThrow(() -> PageProblem.missing(
                        "No such dataset",
                        "The catalogue has no dataset named " + name + ".",
                        "Datasets",
                        "/datasets"));
        String chosen =
                dataset.current().map(version -> chosen(version, category)).orElse("");
        Optional<DatasetView.Browser> browser = dataset.current()
                .filter(version -> !chosen.isEmpty())
                .flatMap(version -> browser(version, chosen, split, Math.max(0, from)));
        boolean importing = dataset.lastImport().state() == ImportJob.State.RUNNING;
        return Templates.dataset(
                DatasetViews.view(dataset, chosen, browser, clock.instant()),
                shells.shell(
                        dataset.name(),
                        "datasets",
                        List.of(new Shell.Crumb("Datasets", "/datasets")),
                        said,
                        importing ? "poll" : ""));
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
