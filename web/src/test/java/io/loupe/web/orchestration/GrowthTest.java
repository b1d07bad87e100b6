package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.add;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.loupe.tracking.checkpoint.CheckpointKeys;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
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

    private UUID experiment;

    /** The experiment's first trial, which has a checkpoint. */
    private String parent;

    @BeforeEach
    void begin() {
        data.dataset("washers", "washer");
        experiment = submit("Grows");
        parent = trials(experiment).getFirst();
        FakeWorker.publish(objects, parent);
    }

    @Test
    void theNameOfAForkIsTaken() {
        fork("5e-5", "low-lr").then().statusCode(201);

        add(experiment, "arms: [{ name: fresh, detector: patchcore }, { name: low-lr, detector: patchcore }]")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("arms[1].name")))
                .body("problems[0].message", equalTo("\"low-lr\" is the name of a fork in the experiment already"));
        given().get("/api/v1/experiments/" + experiment)
                .then()
                .body("arms.name", equalTo(List.of("original", "vae", "low-lr")));
        add(experiment, "arms: [{ name: fresh, detector: patchcore }]")
                .then()
                .statusCode(202)
                .body("added", equalTo(1));
    }

    @Test
    void forksMadeAtOnceAreArmsOfTheirOwn() {
        List<Response> answers = atOnce(() -> fork("5e-5", ""), () -> fork("6e-5", ""));

        assertThat(answers).extracting(Response::statusCode).containsExactly(201, 201);
        given().get("/api/v1/experiments/" + experiment)
                .then()
                .body("arms.name", equalTo(List.of("original", "vae", "original, fork 1", "original, fork 2")));
        assertThat(pins()).hasSize(2);
    }

    @Test
    void theSameForkMadeTwiceAtOnceIsOne() {
        List<Response> answers = atOnce(() -> fork("5e-5", ""), () -> fork("5e-5", ""));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 200);
        assertThat(trials(experiment)).hasSize(3);
        assertThat(pins()).hasSize(1);
    }

    @Test
    void aForkWhoseNameIsTakenMeanwhileIsRefusedAndKeepsNoCheckpoint() {
        List<Response> answers = atOnce(() -> fork("5e-5", "mine"), () -> fork("6e-5", "mine"));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 422);
        assertThat(pins()).hasSize(1);
    }

    @Test
    void whatIsAddedAtOnceIsAllThere() {
        List<Response> answers = atOnce(
                () -> add(experiment, "seeds: [2]"),
                () -> add(experiment, "arms: [{ name: third, detector: patchcore }]"),
                () -> fork("5e-5", "fourth"));

        assertThat(answers).extracting(Response::statusCode).containsExactly(202, 202, 201);
        given().get("/api/v1/experiments/" + experiment)
                .then()
                .body("resolved.seeds", equalTo(List.of(1, 2)))
                .body("resolved.arms.name", equalTo(List.of("original", "vae", "third")))
                .body("arms.name", hasItems("original", "vae", "third", "fourth"))
                .body("counts.QUEUED", equalTo(3 * 2 + 1));
    }

    /** Sends requests that all read the experiment before one of them can add to it. */
    @SafeVarargs
    private List<Response> atOnce(Supplier<Response>... requests) {
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

    private List<String> pins() {
        return objects.list(CheckpointKeys.folder(parent)).stream()
                .filter(key -> key.contains("/pins/"))
                .toList();
    }

    private Response fork(String learningRate, String name) {
        return Requests.fork(
                parent, "{\"settings\": {\"learningRate\": " + learningRate + "}, \"name\": \"" + name + "\"}");
    }
}
