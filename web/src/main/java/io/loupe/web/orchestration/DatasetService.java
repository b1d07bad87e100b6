package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.artifact.UploadStore;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.Submitted;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.document.Problem;
import io.loupe.workflows.dataset.ImportSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/** What people do with datasets. */
@ApplicationScoped
public class DatasetService {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final List<String> LAYOUTS = ImportSpec.LAYOUTS;

    private final DatasetRepository datasets;
    private final OutboxRelay relay;
    private final Ids ids;
    private final UploadStore uploads;

    DatasetService(DatasetRepository datasets, OutboxRelay relay, Ids ids, UploadStore uploads) {
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    /** The answer to a wish to import. */
    public sealed interface Import {
        /** It is written down; a worker begins as soon as one is there. */
        record Accepted(Submitted submitted) implements Import {}

        /** Nothing was written. */
        record Refused(List<Problem> problems) implements Import {}
    }

    /**
     * Imports a folder or an archive. Whether it can be read is found out by the worker, which may be another machine.
     *
     * @param folder absolute path of a folder or an archive, {@code upload:<id>}, or {@code s3://<bucket>/<prefix>}
     * @param layout one of {@link ImportSpec#LAYOUTS}
     * @throws ConflictException if an import under that name runs
     */
    public Import importFolder(String name, String folder, String layout, Optional<String> idempotencyKey, String who) {
        List<Problem> problems = new ArrayList<>();
        wrongName(name).ifPresent(message -> problems.add(problem("name", message)));
        String source = folder.strip();
        if (source.startsWith(ImportSpec.UPLOAD)) {
            source = uploaded(source.substring(ImportSpec.UPLOAD.length()), problems);
        } else if (source.startsWith(ImportSpec.BUCKET)) {
            wrongPrefix(source).ifPresent(message -> problems.add(problem("folder", message)));
        } else {
            wrongFolder(folder).ifPresent(message -> problems.add(problem("folder", message)));
        }
        if (!LAYOUTS.contains(layout)) {
            problems.add(problem("layout", "\"" + layout + "\" is not one of " + String.join(", ", LAYOUTS)));
        }
        if (!problems.isEmpty()) {
            return new Import.Refused(problems);
        }
        ImportSpec spec = new ImportSpec(
                ids.next().toString(),
                name,
                source.startsWith("/") ? Path.of(source).normalize().toString() : source,
                layout);
        Submitted submitted = datasets.submitImport(spec, idempotencyKey, who);
        relay.nudge();
        return new Import.Accepted(submitted);
    }

    /**
     * The import ends without publishing; what was published under its name before stays.
     *
     * @throws UnknownException if there is no such import
     * @throws ConflictException if it has ended
     */
    public void stopImport(UUID id, String who) {
        datasets.requestStop(id, who);
        relay.nudge();
    }

    private static Optional<String> wrongName(String name) {
        if (name.isBlank()) {
            return Optional.of("is missing");
        }
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "\"" + name
                                + "\" is no name of a dataset; it has up to 63 of a-z, 0-9 and . _ - and begins with a letter or digit");
    }

    /** The source of an upload that has all its bytes; its name says what is imported. */
    private String uploaded(String text, List<Problem> problems) {
        Optional<UploadStore.Upload> upload = Optional.empty();
        try {
            upload = uploads.find(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            // it is unknown
        }
        if (upload.isEmpty()) {
            problems.add(problem("folder", "there is no upload " + text + ", or it was given up; upload again"));
        } else if (!upload.get().complete()) {
            problems.add(problem(
                    "folder",
                    "of the upload " + upload.get().received() + " of "
                            + upload.get().size() + " bytes are here; send the rest first"));
        }
        return ImportSpec.UPLOAD
                + text
                + upload.map(found -> "/" + found.name()).orElse("");
    }

    private static Optional<String> wrongPrefix(String source) {
        return source.matches("s3://[a-z0-9][a-z0-9.-]+(/[A-Za-z0-9._/ -]*)?") && !source.contains("..")
                ? Optional.empty()
                : Optional.of("\"" + source + "\" is no bucket and prefix, such as s3://incoming/brackets");
    }

    private static Optional<String> wrongFolder(String folder) {
        if (folder.isBlank()) {
            return Optional.of("is missing");
        }
        try {
            return Path.of(folder.strip()).isAbsolute()
                    ? Optional.empty()
                    : Optional.of("\"" + folder + "\" is no absolute path; write it from the root on");
        } catch (InvalidPathException e) {
            return Optional.of("is no path: " + e.getReason());
        }
    }

    private static Problem problem(String path, String message) {
        return new Problem(path, message, OptionalInt.empty());
    }
}
