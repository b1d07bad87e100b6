package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.report.CsvReport;
import io.loupe.web.report.HtmlReport;
import io.loupe.web.report.LatexReport;
import io.loupe.web.report.Report;
import io.loupe.web.report.ReportBuilder;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An experiment as one document. */
@Path("/api/v1/experiments/{id}/report")
@Tag(name = "Experiments")
@Blocking
public class ReportResource {
    private final ExperimentRepository experiments;
    private final ReportBuilder reports;
    private final ObjectMapper json;

    ReportResource(ExperimentRepository experiments, ReportBuilder reports, ObjectMapper json) {
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.reports = requireNonNull(reports, "reports is null");
        this.json = requireNonNull(json, "json is null");
    }

    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "The report of an experiment",
            description =
                    "Figures beside published ones, statistics, curves, heat maps, settings and receipts, as they stand now.")
    @APIResponse(responseCode = "200", description = "The report; HTML needs nothing outside itself")
    public Response report(
            @PathParam("id") String text,
            @QueryParam("format") @DefaultValue("html") @Parameter(description = "html, csv, json or latex")
                    String format,
            @QueryParam("pictures")
                    @DefaultValue("all")
                    @Parameter(description = "all, or none: without images and heat maps, where a licence forbids them")
                    String pictures)
            throws JsonProcessingException {
        UUID id = Parameters.id("experiment", text);
        Experiment experiment = experiments.find(id).orElseThrow(() -> new UnknownException("no experiment " + id));
        if (!pictures.equals("all") && !pictures.equals("none")) {
            throw new BadRequestException("pictures: " + pictures + " is not one of all, none");
        }
        boolean shown = pictures.equals("all");
        return switch (format) {
            case "html" -> answer(experiment, "text/html", "html", HtmlReport.write(reports.build(experiment, shown)));
            case "json" ->
                answer(experiment, MediaType.APPLICATION_JSON, "json", write(reports.build(experiment, shown)));
            case "csv" -> answer(experiment, "text/csv", "csv", CsvReport.write(reports.build(experiment, false)));
            case "latex" ->
                answer(experiment, "application/x-tex", "tex", LatexReport.write(reports.build(experiment, false)));
            default -> throw new BadRequestException("format: " + format + " is not one of html, csv, json, latex");
        };
    }

    private String write(Report report) throws JsonProcessingException {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    private static Response answer(Experiment experiment, String type, String ending, String body) {
        String name = experiment.overview().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String file = "report-" + name.replaceAll("^-|-$", "") + "." + ending;
        return Response.ok(body)
                .type(type + ";charset=UTF-8")
                .header(
                        "Content-Disposition",
                        (ending.equals("html") ? "inline" : "attachment") + "; filename=\"" + file + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
