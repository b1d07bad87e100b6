package io.loupe.web.pages.dataset;

import io.loupe.tracking.dataset.DatasetManifest;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One dataset: the report of its import, its categories, and their images. */
@Path("/datasets/{name}")
@Blocking
public class DatasetPage {
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

    private Optional<DatasetView.Browser> browser(DatasetVersion version, String category, String split, int from) {
        Optional<DatasetManifest> manifest = images.manifest(version.dataset(), version.version());
        return manifest.map(files -> BrowserBuilder.build(version, files, category, split, from));
    }

    /** A name as it stands in an address. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
