package io.loupe.web.orchestration;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Workers that take no trials, because a person said so or they themselves did. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class WorkersOnLeaveTest {
    @Inject
    Leaves leaves;

    @Test
    void aWorkerThatTookItselfOutOfTheQueueIsShownAndCalledBack() {
        leaves.leave(new Leave("host-a/cpu", "host-a/cpu", 1, "three trials failed here", true));

        given().post("/api/v1/workers/host-a/cpu:drain").then().statusCode(202);
        given().get("/api/v1/workers")
                .then()
                .body("onLeave.worker", hasItem("host-a/cpu"))
                .body("onLeave.reason", hasItem("three trials failed here"));
        given().get("/workers").then().body(containsString("took itself out of the queue: three trials failed here"));

        given().post("/api/v1/workers/host-a/cpu:undrain").then().statusCode(202);
        given().post("/api/v1/workers/host-a/cpu:undrain").then().statusCode(404);
        given().post("/api/v1/workers/host-z/cpu:drain").then().statusCode(404);
        given().post("/api/v1/workers/..%2F..%2Fx:drain").then().statusCode(404);
    }
}
