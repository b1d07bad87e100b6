package io.loupe.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.web.catalogue.Standing;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verdict;
import io.loupe.web.orchestration.Person;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Walks the whole table of {@code docs/verbs.md}: what it promises for each standing and verb is what happens. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class VerbTableTest {
    private static final String REFUSED = "**409** ";
    private static final String NOTHING_MORE = "nothing more: ";

    @Inject
    TestData data;

    @Inject
    Jdbi jdbi;

    @Inject
    TrialRepository trials;

    @Inject
    TrialWishes wishes;

    @Inject
    CheckpointStore checkpoints;

    private static List<List<String>> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/verbs.md"));
        int header = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| a trial that is |"))
                .findFirst()
                .orElseThrow());
        return lines.subList(header + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void whatTheTablePromisesIsWhatHappens() throws IOException {
        data.dataset("washers", "washer");
        List<List<String>> rows = rows();
        assertThat(rows).hasSize(Standing.values().length);

        assertSoftly(softly -> {
            for (Standing standing : Standing.values()) {
                List<String> row = rows.get(standing.ordinal());
                softly.assertThat(row.getFirst()).isEqualTo(standing.words());
                for (Verb verb : Verb.values()) {
                    check(softly, standing, verb, row.get(verb.ordinal() + 1));
                }
            }
        });
    }

    private void check(SoftAssertions softly, Standing standing, Verb verb, String promised) {
        UUID trial = trial();
        put(trial, standing);
        String cell = verb + " of a trial that is " + standing.words();
        int before = lines(trial).size();

        Outcome first = ask(verb, trial, standing);
        List<String> added = lines(trial).subList(before, lines(trial).size());

        if (promised.startsWith(REFUSED)) {
            softly.assertThat(first.status()).as(cell).isEqualTo(409);
            softly.assertThat(first.detail()).as(cell).isEqualTo(promised.substring(REFUSED.length()));
            softly.assertThat(added).as(cell).isEmpty();
            softly.assertThat(wished(trial)).as(cell).isEmpty();
        } else if (promised.startsWith(NOTHING_MORE)) {
            softly.assertThat(first.status()).as(cell).isEqualTo(202);
            softly.assertThat(added).as(cell).isEmpty();
            softly.assertThat(wished(trial)).as(cell).isEmpty();
        } else if (verb == Verb.FORK) {
            softly.assertThat(first.status()).as(cell).isEqualTo(201);
            softly.assertThat(added).as(cell).isEmpty();
            softly.assertThat(trials.find(UUID.fromString(first.detail()))
                            .orElseThrow()
                            .origin())
                    .as(cell)
                    .hasValueSatisfying(origin -> assertThat(origin.trial()).isEqualTo(trial));
            Outcome again = ask(verb, trial, standing);
            softly.assertThat(again).as(cell + ", twice").isEqualTo(new Outcome(200, first.detail()));
        } else {
            softly.assertThat(first.status()).as(cell + " " + first.detail()).isEqualTo(202);
            softly.assertThat(added).as(cell).singleElement().asString().contains(Person.current());
            softly.assertThat(wished(trial)).as(cell).hasSize(1);
            Outcome again = ask(verb, trial, standing);
            softly.assertThat(again.status()).as(cell + ", twice").isEqualTo(verb == Verb.EXTEND ? 409 : 202);
            softly.assertThat(lines(trial)).as(cell + ", twice").hasSize(before + 1);
            softly.assertThat(wished(trial)).as(cell + ", twice").hasSize(1);
        }
    }

    /** @param detail of a problem, or the id of what was made */
    private record Outcome(int status, String detail) {}

    private Outcome ask(Verb verb, UUID trial, Standing standing) {
        if (standing == Standing.VANISHED && verb != Verb.EXTEND && verb != Verb.FORK) {
            // That the workflow is gone, only Temporal can say; there is none here.
            Verdict verdict = wishes.wish(verb, trial, Person.current(), true);
            return new Outcome(verdict instanceof Verdict.Refused ? 409 : 202, verdict.words());
        }
        String body =
                switch (verb) {
                    case EXTEND -> "{\"to\": 5000}";
                    case FORK -> "{\"settings\": {\"learningRate\": 5e-5}}";
                    case PAUSE, RESUME, RESTART, CANCEL, GIVE_UP -> "{}";
                };
        Response response =
                given().contentType("application/json").body(body).post("/api/v1/trials/" + trial + ":" + verb.word());
        String detail = response.asString().isEmpty()
                ? ""
                : Optional.ofNullable(response.<String>path("detail")).orElseGet(() -> response.path("id"));
        return new Outcome(response.statusCode(), String.valueOf(detail));
    }

    private UUID trial() {
        String id = given().contentType("application/yaml")
                .body(TestData.document("Table", "washers").getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments")
                .path("id");
        UUID trial = UUID.fromString(given().get("/api/v1/experiments/" + id).path("cells[0].trial"));
        checkpoints.publish(
                Optional.empty(),
                new CheckpointStore.Draft(trial.toString(), 30, 60, 1, Map.of()),
                Map.of("weights", new byte[] {1}),
                List.of());
        return trial;
    }

    private void put(UUID trial, Standing standing) {
        String columns =
                switch (standing) {
                    case QUEUED -> "state = 'QUEUED'";
                    case AT_WORK -> "state = 'TRAINING'";
                    case VANISHED -> "state = 'EVALUATING'";
                    case PAUSING -> "state = 'TRAINING', pause_requested_at = now()";
                    case RESTARTING -> "state = 'TRAINING', restart_wanted = 1";
                    case CANCELLING -> "state = 'TRAINING', cancel_requested_at = now()";
                    case PAUSED -> "state = 'PAUSED'";
                    case NEEDS_ATTENTION -> "state = 'NEEDS_ATTENTION', failure = cast(:failure as jsonb)";
                    case SUCCEEDED -> "state = 'SUCCEEDED', ended_at = now(), evaluated_step = 30";
                    case CANCELLED -> "state = 'CANCELLED', ended_at = now()";
                    case GIVEN_UP -> "state = 'GIVEN_UP', ended_at = now()";
                };
        jdbi.useHandle(
                handle -> handle.createUpdate("update trial set changed_at = now(), " + columns + " where id = :id")
                        .bind("id", trial)
                        .bind("failure", "{\"failureClass\":\"DATA\",\"cause\":\"c\",\"place\":\"p\",\"advice\":\"a\"}")
                        .execute());
    }

    private List<String> lines(UUID trial) {
        return new ArrayList<>(
                trials.timeline(trial).stream().map(entry -> entry.message()).toList());
    }

    /** What Temporal has still to be told of the trial. */
    private List<String> wished(UUID trial) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select kind from outbox where subject = :id and done_at is null")
                        .bind("id", trial)
                        .mapTo(String.class)
                        .list());
    }
}
