package io.loupe.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportOutcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dataset. */
@Schema(name = "Dataset")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DatasetJson(
        String name,

        @Schema(description = "SHA-256 of the current content's manifest; absent until an import succeeded")
        Optional<String> version,

        Optional<Instant> importedAt,
        int images,
        long bytes,
        List<CategorySummary> categories,

        @Schema(description = "The newest import under this name")
        Import lastImport,

        @Schema(description = "All contents that the name has had, newest first; in the answer about one dataset only")
        List<Version> versions,

        Map<String, String> links) {

    /** One content. */
    public record Version(String version, Instant importedAt, int categories, int images, long bytes) {
        static Version of(DatasetVersion version) {
            return new Version(
                    version.version(),
                    version.importedAt(),
                    version.categories().size(),
                    version.images(),
                    version.bytes());
        }
    }

    /** One import. */
    @Schema(name = "Import")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Import(
            UUID id,
            String dataset,
            String folder,
            ImportJob.State state,
            Instant submittedAt,
            Optional<Instant> endedAt,
            String message,
            Optional<String> version,

            @Schema(description = "When a person asked to stop it")
            Optional<Instant> stopRequestedAt,

            @Schema(description = "How far it is; absent before a worker has it, and once it has ended")
            Optional<Progress> progress,

            @Schema(description = "All problems; the list holds at most 1,000, the report all of them")
            int problemCount,

            List<Problem> problems,
            Map<String, String> links) {
        static Import of(ImportJob job, Optional<ImportProgress> progress) {
            return new Import(
                    job.id(),
                    job.dataset(),
                    job.folder(),
                    job.state(),
                    job.submittedAt(),
                    job.endedAt(),
                    job.message(),
                    job.version(),
                    job.stopRequestedAt(),
                    progress.map(now -> new Progress(now.done(), now.total(), now.phase())),
                    job.problemCount(),
                    job.problems(),
                    job.reportKey().isPresent()
                            ? Map.of("report", "/api/v1/datasets/" + job.dataset() + "/report")
                            : Map.of());
        }
    }

    /** How far an import is. */
    @Schema(name = "ImportProgress")
    public record Progress(
            @Schema(description = "Files done") int done,

            @Schema(description = "Files in all") int total,

            @Schema(description = "fetching, unpacking, checking or copying")
            String phase) {}

    static DatasetJson of(Dataset dataset, List<DatasetVersion> versions) {
        Optional<DatasetVersion> current = dataset.current();
        return new DatasetJson(
                dataset.name(),
                current.map(DatasetVersion::version),
                current.map(DatasetVersion::importedAt),
                current.map(DatasetVersion::images).orElse(0),
                current.map(DatasetVersion::bytes).orElse(0L),
                current.map(DatasetVersion::categories).orElse(List.of()),
                Import.of(dataset.lastImport(), Optional.empty()),
                versions.stream().map(Version::of).toList(),
                Map.of("page", "/datasets/" + dataset.name()));
    }
}
