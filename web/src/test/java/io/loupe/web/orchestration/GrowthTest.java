package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.loupe.tracking.checkpoint.CheckpointKeys;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forks and additions to one experiment; with Temporal away, so that nothing starts. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class GrowthTest {
    @Inject
    TestData data;

    @Inject
    ObjectStore objects;

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void theNameOfAForkIsTaken() {
        UUID id = submit("Names of forks");
        fork(parent(id), "5e-5", "low-lr").then().statusCode(201);

        add(id, "arms: [{ name: fresh, detector: patchcore }, { name: low-lr, detector: patchcore }]")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("arms[1].name")))
                .body("problems[0].message", equalTo("\"low-lr\" is the name of a fork in the experiment already"));
        given().get("/api/v1/experiments/" + id)
                .then()
                .body("arms.name", equalTo(List.of("original", "vae", "low-lr")));
        add(id, "arms: [{ name: fresh, detector: patchcore }]")
                .then()
                .statusCode(202)
                .body("added", equalTo(1));
    }

    @Test
    void forksMadeAtOnceAreArmsOfTheirOwn() {
        UUID id = submit("Forks at once");
        String parent = parent(id);

        List<Response> answers = atOnce(id, () -> fork(parent, "5e-5", ""), () -> fork(parent, "6e-5", ""));

        assertThat(answers).extracting(Response::statusCode).containsExactly(201, 201);
        given().get("/api/v1/experiments/" + id)
                .then()
                .body("arms.name", equalTo(List.of("original", "vae", "original, fork 1", "original, fork 2")));
        assertThat(pins(parent)).hasSize(2);
    }

    @Test
    void theSameForkMadeTwiceAtOnceIsOne() {
        UUID id = submit("One fork");
        String parent = parent(id);

        List<Response> answers = atOnce(id, () -> fork(parent, "5e-5", ""), () -> fork(parent, "5e-5", ""));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 200);
        assertThat(trials(id)).hasSize(3);
        assertThat(pins(parent)).hasSize(1);
    }

    @Test
    void aForkWhoseNameIsTakenMeanwhileIsRefusedAndKeepsNoCheckpoint() {
        UUID id = submit("Name taken meanwhile");
        String parent = parent(id);

        List<Response> answers = atOnce(id, () -> fork(parent, "5e-5", "mine"), () -> fork(parent, "6e-5", "mine"));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 422);
        assertThat(pins(parent)).hasSize(1);
    }

    @Test
    void whatIsAddedAtOnceIsAllThere() {
        UUID id = submit("Added at once");
        String parent = parent(id);

        List<Response> answers = atOnce(
                id,
                () -> add(id, "seeds: [2]"),
                () -> add(id, "arms: [{ name: third, detector: patchcore }]"),
                () -> fork(parent, "5e-5", "fourth"));

        assertThat(answers).extracting(Response::statusCode).containsExactly(202, 202, 201);
        given().get("/api/v1/experiments/" + id)
                .then()
                .body("resolved.seeds", equalTo(List.of(1, 2)))
                .body("resolved.arms.name", equalTo(List.of("original", "vae", "third")))
                .body("arms.name", hasItems("original", "vae", "third", "fourth"))
                .body("counts.QUEUED", equalTo(3 * 2 + 1));
    }

    /** Sends requests that all read the experiment before one of them can add to it. */
    @SafeVarargs
    private List<Response> atOnce(UUID experiment, Supplier<Response>... requests) {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Response>> answers = jdbi.inTransaction(handle -> {
                handle.execute("select 1 from experiment where id = ? for update", experiment);
                List<CompletableFuture<Response>> sent = Arrays.stream(requests)
                        .map(request -> CompletableFuture.supplyAsync(request, senders))
                        .toList();
                Eventually.holds(() -> waiting() == requests.length, () -> waiting() + " wait");
                return sent;
            });
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    /** How many sessions of the database wait for a lock. */
    private int waiting() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from pg_locks where not granted")
                .mapTo(Integer.class)
                .one());
    }

    private List<String> pins(String trial) {
        return objects.list(CheckpointKeys.folder(trial)).stream()
                .filter(key -> key.contains("/pins/"))
                .toList();
    }

    /** The first trial of an experiment, with a checkpoint. */
    private String parent(UUID experiment) {
        String trial = trials(experiment).getFirst();
        new PublishedCheckpoints(objects)
                .publish(
                        Optional.empty(),
                        new CheckpointStore.Draft(trial, 40, 100, 1, Map.of()),
                        Map.of("weights", new byte[] {1}),
                        List.of());
        return trial;
    }

    private static Response fork(String trial, String learningRate, String name) {
        return given().contentType("application/json")
                .body("{\"settings\": {\"learningRate\": " + learningRate + "}, \"name\": \"" + name + "\"}")
                .post("/api/v1/trials/" + trial + ":fork");
    }

    private static Response add(UUID experiment, String addition) {
        return given().contentType("application/yaml")
                .body(addition.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments/" + experiment + "/trials");
    }
}
