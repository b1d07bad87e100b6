package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a trial while it runs, with Temporal's test server and a worker that trains nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class LiveProgressTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

    private FakeWorker worker;

    @BeforeEach
    void start() {
        data.dataset("washers", "washer");
        worker = new FakeWorker(config.temporal().address(), config.temporal().namespace());
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void aRunningTrialShowsItsHeartbeatAndItsWorker() {
        worker.holding.add("Alive");
        UUID id = submit("Alive");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");
        Eventually.holds(
                () -> given().get("/api/v1/trials/" + trial).path("progress.step") != null,
                () -> given().get("/api/v1/trials/" + trial).asString());

        given().get("/api/v1/trials/" + trial)
                .then()
                .body("progress.phase", equalTo("training"))
                .body("progress.step", equalTo(40))
                .body("progress.losses.'train/loss'", equalTo(0.5f))
                .body("etaSeconds", equalTo(6))
                .body("worker", equalTo(FakeWorker.IDENTITY));
        given().get("/api/v1/trials/" + trial + "/metrics")
                .then()
                .statusCode(200)
                .body("publishedStep", equalTo(0))
                .body("series.'train/loss'.step", hasItem(40));
        given().post("/api/v1/trials/" + trial + ":resume").then().statusCode(409);
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
    }

    @Test
    void theRateOfARunningTrialTellsWhatALongerOneTakes() {
        worker.holding.add("Rate");
        String document = TestData.document("Rate", "washers").replace("{ loss", "{ batchSize: 17, epochs: 10, loss");
        String longer = document.replace("epochs: 10", "epochs: 30");
        UUID id = UUID.fromString(given().contentType("application/yaml")
                .body(document.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        waitFor(trials(id).getFirst(), "TRAINING");

        Eventually.holds(() -> "RUNNING".equals(estimate(longer).path("parts[0].basis")), () -> estimate(longer)
                .asString());

        // 100 steps at 10 a second, three times as many epochs.
        assertThat(estimate(longer).<Float>path("parts[0].secondsEach")).isEqualTo(30);
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
    }

    private static Response estimate(String document) {
        return given().contentType("application/yaml")
                .body(document.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments:estimate");
    }

    @Test
    void watchersOfATrialAreToldItsProgressAsServerSentEvents() throws Exception {
        worker.holding.add("Watched");
        UUID id = submit("Watched");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/trials/" + trial + "/events"))
                .timeout(Duration.ofSeconds(20))
                .build();

        try (HttpClient http = HttpClient.newHttpClient();
                Stream<String> lines =
                        http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            Optional<String> progress = lines.filter(line -> line.startsWith("data:"))
                    .filter(line -> line.contains("\"step\":40"))
                    .findFirst();

            assertThat(progress)
                    .get()
                    .asString()
                    .contains("\"state\":\"TRAINING\"")
                    .contains(trial);
            lines.close();
            http.shutdownNow();
        }
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
    }

    @Test
    void whileAnAttemptIsRetriedThePageSaysWhyTheOneBeforeEnded() {
        worker.stumbling.add("Stumbles once");
        worker.holding.add("Stumbles once");

        String trial = trials(submit("Stumbles once")).getFirst();

        Eventually.holds(
                () -> given().get("/trials/" + trial)
                        .asString()
                        .contains("Attempt 1 ended: the store was away. Attempt 2 is under way"),
                () -> given().get("/trials/" + trial).asString());
    }
}
