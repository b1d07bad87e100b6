package io.loupe.web.pages.dataset;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.live.LiveImports;
import io.loupe.web.orchestration.DatasetService;
import io.loupe.web.orchestration.Person;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The catalogue of datasets, and the form that imports a folder. */
@Path("/datasets")
@Blocking
public class DatasetsPage {
    private final DatasetRepository datasets;
    private final DatasetService service;
    private final LiveImports imports;
    private final Ids ids;
    private final Shells shells;
    private final Clock clock;

    DatasetsPage(
            DatasetRepository datasets,
            DatasetService service,
            LiveImports imports,
            Ids ids,
            Shells shells,
            Clock clock) {
        this.imports = imports;
        this.datasets = datasets;
        this.service = service;
        this.ids = ids;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance datasets(DatasetsView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list() {
        return page(new DatasetsView.ImportForm(ids.next().toString(), "", "", "auto", List.of()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Response importFolder(
            @FormParam("key") String key,
            @FormParam("name") String name,
            @FormParam("folder") String folder,
            @FormParam("layout") String layout) {
        DatasetsView.ImportForm typed = new DatasetsView.ImportForm(
                typed(key).isEmpty() ? ids.next().toString() : key,
                typed(name),
                typed(folder),
                typed(layout).isEmpty() ? "auto" : typed(layout),
                List.of());
        try {
            return switch (service.importFolder(
                    typed.name(), typed.folder(), typed.layout(), Optional.of(typed.key()), Person.current())) {
                case DatasetService.Import.Accepted accepted ->
                    Response.seeOther(URI.create("/datasets/" + typed.name() + "?said=" + Said.IMPORTING.word()))
                            .build();
                case DatasetService.Import.Refused refused ->
                    refused(
                            typed,
                            refused.problems().stream()
                                    .map(problem -> new DatasetsView.FieldProblem(problem.path(), problem.message()))
                                    .toList());
            };
        } catch (ConflictException e) {
            return refused(typed, List.of(new DatasetsView.FieldProblem("name", e.getMessage())));
        }
    }

    private Response refused(DatasetsView.ImportForm typed, List<DatasetsView.FieldProblem> problems) {
        DatasetsView.ImportForm form = new DatasetsView.ImportForm(
                ids.next().toString(), typed.name(), typed.folder(), typed.layout(), problems);
        return Response.status(422).entity(page(form)).build();
    }

    private static String typed(String value) {
        return value == null ? "" : value.strip();
    }

    private Optional<ImportProgress> progress(Dataset dataset) {
        return dataset.lastImport().state() == ImportJob.State.RUNNING
                ? imports.of(dataset.lastImport().id())
                : Optional.empty();
    }

    private TemplateInstance page(DatasetsView.ImportForm form) {
        List<Dataset> all = datasets.list();
        long bytes = all.stream()
                .flatMap(dataset -> dataset.current().stream())
                .mapToLong(version -> version.bytes())
                .sum();
        String summary =
                all.isEmpty() ? "" : Format.count(all.size(), "dataset", "datasets") + ", " + Format.bytes(bytes) + ".";
        DatasetsView view = new DatasetsView(
                summary,
                all.stream()
                        .map(dataset -> DatasetViews.row(dataset, progress(dataset), clock.instant()))
                        .toList(),
                form);
        boolean importing =
                all.stream().anyMatch(dataset -> dataset.lastImport().state() == ImportJob.State.RUNNING);
        return Templates.datasets(view, shells.shell("Datasets", "datasets", List.of(), "", importing ? "poll" : ""));
    }
}
