package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportOutcome.Problem;
import io.loupe.workflows.dataset.ImportSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Datasets, their versions and their imports. */
@ApplicationScoped
public class DatasetRepository {
    private static final TypeReference<List<Problem>> PROBLEMS = new TypeReference<>() {};
    private static final TypeReference<List<CategorySummary>> CATEGORIES = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Json json;
    private final Clock clock;

    DatasetRepository(Jdbi jdbi, Json json, Clock clock) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
        this.json = requireNonNull(json, "json is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Every name that was ever imported, by name. */
    public List<Dataset> list() {
        return named("");
    }

    public Optional<Dataset> find(String name) {
        return name.isEmpty() ? Optional.empty() : named(name).stream().findFirst();
    }

    /** What the bare name means now; empty until an import succeeded. */
    public Optional<String> currentVersion(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("select current_version from dataset where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
    }

    /** Whether there is anything to train on. */
    public boolean anyPublished() {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select 1 from dataset)")
                .mapTo(Boolean.class)
                .one());
    }

    /** One name, or all for an empty one. */
    private List<Dataset> named(String name) {
        return jdbi.inTransaction(handle -> {
            Map<String, DatasetVersion> current =
                    versions(handle, "join dataset d on d.name = v.dataset and d.current_version = v.version", name)
                            .stream()
                            .collect(Collectors.toMap(DatasetVersion::dataset, Function.identity()));
            return handle.createQuery("""
                            select distinct on (dataset) * from import_job
                            where :name = '' or dataset = :name
                            order by dataset, submitted_at desc, id desc""")
                    .bind("name", name)
                    .map(this::job)
                    .map(job -> new Dataset(job.dataset(), Optional.ofNullable(current.get(job.dataset())), job))
                    .list();
        });
    }

    /** All versions of a dataset, the newest import first. */
    public List<DatasetVersion> versions(String name) {
        return jdbi.withHandle(handle -> versions(handle, "", name));
    }

    /**
     * Writes an import down and tells Temporal through the outbox.
     *
     * @throws ConflictException if an import under that name runs, or the key was used for another folder
     */
    public Submitted submitImport(ImportSpec spec, Optional<String> idempotencyKey, String who) {
        return jdbi.inTransaction(handle -> {
            Optional<ImportJob> earlier = idempotencyKey.flatMap(
                    key -> handle.createQuery("select * from import_job where idempotency_key = :key")
                            .bind("key", key)
                            .map(this::job)
                            .findOne());
            if (earlier.isPresent()) {
                ImportJob job = earlier.get();
                if (!job.dataset().equals(spec.dataset()) || !job.folder().equals(spec.folder())) {
                    throw new ConflictException(
                            "Idempotency-Key " + idempotencyKey.get() + " was used for the import of " + job.folder()
                                    + " as " + job.dataset() + "; send a new key with this one");
                }
                return new Submitted(job.id(), false);
            }
            int inserted = handle.createUpdate("""
                            insert into import_job (id, dataset, folder, layout, idempotency_key, state, submitted_at)
                            values (:id, :dataset, :folder, :layout, :key, 'RUNNING', :at)
                            on conflict do nothing""")
                    .bind("id", UUID.fromString(spec.importId()))
                    .bind("dataset", spec.dataset())
                    .bind("folder", spec.folder())
                    .bind("layout", spec.layout())
                    .bind("key", idempotencyKey)
                    .bind("at", clock.instant())
                    .execute();
            if (inserted == 0) {
                throw new ConflictException(
                        "an import of " + spec.dataset() + " is running; wait for its end, then import again");
            }
            OutboxRepository.add(handle, OutboxKind.START_IMPORT, UUID.fromString(spec.importId()), who);
            return new Submitted(UUID.fromString(spec.importId()), true);
        });
    }

    public Optional<ImportJob> importJob(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from import_job where id = :id")
                .bind("id", id)
                .map(this::job)
                .findOne());
    }

    /**
     * Notes the wish to stop an import and puts it in the outbox; asking again changes nothing.
     *
     * @throws UnknownException if there is no such import
     * @throws ConflictException if it has ended
     */
    public void requestStop(UUID id, String who) {
        jdbi.useTransaction(handle -> {
            int changed = handle.createUpdate("""
                            update import_job set stop_requested_at = coalesce(stop_requested_at, :at)
                            where id = :id and state = 'RUNNING'""")
                    .bind("id", id)
                    .bind("at", clock.instant())
                    .execute();
            if (changed == 0) {
                ImportJob.State state = handle.createQuery("select state from import_job where id = :id")
                        .bind("id", id)
                        .mapTo(ImportJob.State.class)
                        .findOne()
                        .orElseThrow(() -> new UnknownException("no import " + id));
                throw new ConflictException("the import has ended (" + state + "); there is nothing to stop");
            }
            OutboxRepository.add(handle, OutboxKind.STOP_IMPORT, id, who);
        });
    }

    /** Writes an import's outcome and, if it published, the dataset's version; once, whoever repeats it. */
    public void importEnded(UUID id, ImportOutcome outcome) {
        jdbi.useTransaction(handle -> {
            boolean published = !outcome.version().isBlank();
            Instant now = clock.instant();
            Optional<String> dataset = handle.createQuery("""
                            update import_job
                            set state = :state, ended_at = :at, message = :message, version = nullif(:version, ''),
                                report_key = nullif(:report, ''), problem_count = :count,
                                problems = cast(:problems as jsonb), categories = cast(:categories as jsonb)
                            where id = :id and state = 'RUNNING'
                            returning dataset""")
                    .bind("id", id)
                    .bind("state", published ? "SUCCEEDED" : "REFUSED")
                    .bind("at", now)
                    .bind("message", message(outcome, published))
                    .bind("version", outcome.version())
                    .bind("report", outcome.reportKey())
                    .bind("count", outcome.problemCount())
                    .bind("problems", json.write(outcome.problems()))
                    .bind("categories", json.write(outcome.categories()))
                    .mapTo(String.class)
                    .findOne();
            if (dataset.isPresent() && published) {
                publish(handle, dataset.get(), id, outcome, now);
            }
        });
    }

    private static String message(ImportOutcome outcome, boolean published) {
        long errors = outcome.problems().stream()
                .filter(problem -> problem.severity().equals("error"))
                .count();
        if (!published) {
            return "Nothing was published: " + errors + (errors == 1 ? " error" : " errors")
                    + " to mend, then import the folder again";
        }
        return outcome.problemCount() == 0 ? "Complete" : "Published with " + outcome.problemCount() + " remarks";
    }

    private void publish(Handle handle, String dataset, UUID importId, ImportOutcome outcome, Instant now) {
        int versions = handle.createUpdate("""
                        insert into dataset_version (dataset, version, import_id, imported_at, report_key, problem_count, problems)
                        values (:dataset, :version, :import, :at, :report, :count, cast(:problems as jsonb))
                        on conflict (dataset, version) do nothing""")
                .bind("dataset", dataset)
                .bind("version", outcome.version())
                .bind("import", importId)
                .bind("at", now)
                .bind("report", outcome.reportKey())
                .bind("count", outcome.problemCount())
                .bind("problems", json.write(outcome.problems()))
                .execute();
        if (versions == 1) {
            insertCategories(handle, dataset, outcome);
        }
        handle.createUpdate("""
                        insert into dataset (name, current_version, created_at) values (:dataset, :version, :at)
                        on conflict (name) do update set current_version = excluded.current_version""")
                .bind("dataset", dataset)
                .bind("version", outcome.version())
                .bind("at", now)
                .execute();
    }

    private static void insertCategories(Handle handle, String dataset, ImportOutcome outcome) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into dataset_category (dataset, version, name, train_good, validation_good, test_good, test_defective,
                                              defect_types, masks, width, height, bytes)
                values (:dataset, :version, :name, :train, :validation, :good, :defective, :types, :masks, :width, :height,
                        :bytes)""");
        for (CategorySummary category : outcome.categories()) {
            batch.bind("dataset", dataset)
                    .bind("version", outcome.version())
                    .bind("name", category.name())
                    .bind("train", category.trainGood())
                    .bind("validation", category.validationGood())
                    .bind("good", category.testGood())
                    .bind("defective", category.testDefective())
                    .bindArray("types", String.class, category.defectTypes())
                    .bind("masks", category.masks())
                    .bind("width", category.width())
                    .bind("height", category.height())
                    .bind("bytes", category.bytes())
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Writes that an import could not be done at all; once, whoever repeats it. */
    public void importFailed(UUID id, String message) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_job set state = 'FAILED', ended_at = :at, message = :message
                        where id = :id and state = 'RUNNING'""")
                .bind("id", id)
                .bind("at", clock.instant())
                .bind("message", message.isBlank() ? "The import failed without saying why" : message)
                .execute());
    }

    private List<DatasetVersion> versions(Handle handle, String join, String name) {
        record Key(String dataset, String version) {}
        String where = " where (:name = '' or v.dataset = :name)";
        Map<Key, List<CategorySummary>> categories = handle.createQuery(
                        "select c.* from dataset_category c join dataset_version v using (dataset, version) " + join
                                + where + " order by c.dataset, c.name")
                .bind("name", name)
                .map((row, context) ->
                        Map.entry(new Key(row.getString("dataset"), row.getString("version")), category(row)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return handle.createQuery(
                        "select v.* from dataset_version v " + join + where + " order by v.imported_at desc, v.version")
                .bind("name", name)
                .map((row, context) -> new DatasetVersion(
                        row.getString("dataset"),
                        row.getString("version"),
                        Columns.id(row, "import_id"),
                        Columns.instant(row, "imported_at"),
                        row.getString("report_key"),
                        row.getInt("problem_count"),
                        json.read(row.getString("problems"), PROBLEMS),
                        categories.getOrDefault(
                                new Key(row.getString("dataset"), row.getString("version")), List.of())))
                .list();
    }

    private static CategorySummary category(ResultSet row) throws SQLException {
        Array types = row.getArray("defect_types");
        return new CategorySummary(
                row.getString("name"),
                row.getInt("train_good"),
                row.getInt("validation_good"),
                row.getInt("test_good"),
                row.getInt("test_defective"),
                Arrays.asList((String[]) types.getArray()),
                row.getInt("masks"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("bytes"));
    }

    private ImportJob job(ResultSet row, StatementContext context) throws SQLException {
        return new ImportJob(
                Columns.id(row, "id"),
                row.getString("dataset"),
                row.getString("folder"),
                row.getString("layout"),
                ImportJob.State.valueOf(row.getString("state")),
                Columns.instant(row, "submitted_at"),
                Columns.optionalInstant(row, "ended_at"),
                Columns.optionalInstant(row, "stop_requested_at"),
                row.getString("message"),
                Columns.optionalText(row, "version"),
                Columns.optionalText(row, "report_key"),
                row.getInt("problem_count"),
                json.read(row.getString("problems"), PROBLEMS),
                json.read(row.getString("categories"), CATEGORIES));
    }
}
