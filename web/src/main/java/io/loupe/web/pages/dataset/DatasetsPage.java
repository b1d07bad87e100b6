package io.loupe.web.pages.dataset;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Said;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.workflows.dataset.ImportSpec;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The catalogue of datasets, and the form that imports a folder. */
@Path("/datasets")
@Blocking
public class DatasetsPage {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final DatasetRepository datasets;
    private final Ids ids;
    private final Shells shells;
    private final Clock clock;

    DatasetsPage(DatasetRepository datasets, Ids ids, Shells shells, Clock clock) {
        this.datasets = datasets;
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
        DatasetsView.ImportForm form = new DatasetsView.ImportForm(
                typed(key).isEmpty() ? ids.next().toString() : key,
                typed(name),
                typed(folder),
                typed(layout).equals("mvtec") ? "mvtec" : "auto",
                problems(typed(name), typed(folder)));
        if (form.problems().isEmpty()) {
            try {
                ImportSpec spec = new ImportSpec(ids.next().toString(), form.name(), form.folder(), form.layout());
                datasets.submitImport(spec, Optional.of(form.key()), "a person");
                return Response.seeOther(URI.create("/datasets/" + form.name() + "?said=" + Said.IMPORTING.word()))
                        .build();
            } catch (ConflictException e) {
                form = new DatasetsView.ImportForm(
                        ids.next().toString(),
                        form.name(),
                        form.folder(),
                        form.layout(),
                        List.of(new DatasetsView.FieldProblem("name", e.getMessage())));
            }
        }
        return Response.status(422).entity(page(form)).build();
    }

    private static String typed(String value) {
        return value == null ? "" : value.strip();
    }

    private static List<DatasetsView.FieldProblem> problems(String name, String folder) {
        List<DatasetsView.FieldProblem> problems = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            problems.add(new DatasetsView.FieldProblem(
                    "name",
                    (name.isEmpty() ? "a name is missing" : name + " is not a name")
                            + ": small letters, digits, dot, dash and underscore, at most 63"));
        }
        if (!folder.startsWith("/")) {
            problems.add(new DatasetsView.FieldProblem(
                    "folder",
                    folder.isEmpty()
                            ? "a folder is missing: its whole path on the server"
                            : folder + " is not a whole path: it begins with /"));
        }
        return problems;
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
                        .map(dataset -> DatasetViews.row(dataset, clock.instant()))
                        .toList(),
                form);
        boolean importing =
                all.stream().anyMatch(dataset -> dataset.lastImport().state() == ImportJob.State.RUNNING);
        return Templates.datasets(view, shells.shell("Datasets", "datasets", List.of(), "", importing ? "poll" : ""));
    }
}
