package io.loupe.web.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.loupe.web.catalogue.DeviceQueue.Next;
import io.loupe.web.catalogue.DeviceQueue.Place;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.web.orchestration.ExperimentService.Submission.Accepted;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DeviceQueueTest {
    private static final Instant NOW = Instant.parse("2026-03-12T14:00:00Z");

    @Inject
    TestData data;

    @Inject
    ExperimentService service;

    @Inject
    TrialRepository trials;

    @Inject
    DeviceQueue queue;

    @Inject
    Jdbi jdbi;

    /** The first trial of a new experiment, on devices of its own, in that state for so many minutes. */
    private UUID trial(String devices, String priority, String state, int minutes) {
        data.dataset("washers", "washer");
        UUID experiment = ((Accepted) service.submit(
                        TestData.document("Queue", "washers") + "run: { priority: " + priority + " }\n",
                        Optional.empty(),
                        "tests"))
                .submitted()
                .id();
        UUID trial = trials.ofExperiment(experiment).getFirst().id();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update trial set state = :state, state_since = :since, changed_at = :since,
                                         spec = jsonb_set(spec, '{queue}', to_jsonb(cast(:queue as text)))
                        where id = :id""")
                .bind("id", trial)
                .bind("state", state)
                .bind("since", NOW.minus(Duration.ofMinutes(minutes)))
                .bind("queue", devices)
                .execute());
        return trial;
    }

    @Test
    void moreUrgentTrialsStandInFrontAndThoseOfOnePriorityInTheOrderTheyCame() {
        UUID late = trial("q1", "normal", "QUEUED", 1);
        UUID early = trial("q1", "normal", "QUEUED", 5);
        UUID low = trial("q1", "low", "QUEUED", 60);
        UUID high = trial("q1", "high", "QUEUED", 0);
        UUID atWork = trial("q1", "high", "TRAINING", 0);

        assertThat(queue.place(high)).contains(new Place(1, 4));
        assertThat(queue.place(early)).contains(new Place(2, 4));
        assertThat(queue.place(late)).contains(new Place(3, 4));
        assertThat(queue.place(low)).contains(new Place(4, 4));
        assertThat(queue.place(atWork)).isEmpty();
    }

    @Test
    void whatWasBegunBeforeStandsInFrontOfItsPriorityAlone() {
        UUID late = trial("q6", "normal", "QUEUED", 1);
        UUID early = trial("q6", "normal", "QUEUED", 5);
        UUID low = trial("q6", "low", "QUEUED", 60);
        jdbi.useHandle(handle -> handle.createUpdate("update trial set started_at = state_since where id in (:a, :b)")
                .bind("a", late)
                .bind("b", low)
                .execute());

        assertThat(queue.place(late)).contains(new Place(1, 3));
        assertThat(queue.place(early)).contains(new Place(2, 3));
        assertThat(queue.place(low)).contains(new Place(3, 3));
    }

    @Test
    void theDashboardShowsTheHeadOfTheQueueHoweverLongItIs() {
        int years = 60 * 24 * 365;
        UUID second = trial("q4", "high", "QUEUED", 49 * years);
        UUID first = trial("q4", "high", "QUEUED", 50 * years);
        UUID last = trial("q4", "low", "QUEUED", 55 * years);
        UUID elsewhere = trial("q5", "high", "QUEUED", 48 * years);
        service.submit(
                TestData.document("Many", "washers") + "seeds: "
                        + IntStream.rangeClosed(1, 30).boxed().toList(),
                Optional.empty(),
                "tests");

        assertThat(queue.next(100_000))
                .filteredOn(next -> List.of(first, second, last, elsewhere).contains(next.trial()))
                .containsExactly(new Next(first, 1), new Next(elsewhere, 1), new Next(second, 2), new Next(last, 3));
        assertThat(queue.next(2)).containsExactly(new Next(first, 1), new Next(elsewhere, 1));
        String dashboard = given().get("/").then().statusCode(200).extract().asString();
        assertThat(dashboard)
                .contains("/trials/" + first, "/trials/" + elsewhere)
                .doesNotContain("/trials/" + last);

        // Nobody else's test has to find such old trials in front.
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update trial set state = 'CANCELLED', ended_at = now() where spec ->> 'queue' in ('q4', 'q5')")
                .execute());
    }

    @Test
    void theLeastUrgentAndLatestTrainingGivesWayToTrialsThatHaveWaited() {
        UUID normal = trial("q2", "normal", "TRAINING", 30);
        UUID lowEarly = trial("q2", "low", "TRAINING", 20);
        UUID lowLate = trial("q2", "low", "TRAINING", 10);
        UUID waiting = trial("q2", "high", "QUEUED", 5);
        trial("q2", "low", "QUEUED", 50);
        trial("q3", "high", "QUEUED", 5);

        assertThat(obstacles("q2")).containsExactly(lowLate);
        UUID second = trial("q2", "normal", "QUEUED", 4);
        assertThat(obstacles("q2")).containsExactly(lowLate, lowEarly);
        trial("q2", "normal", "QUEUED", 3);
        assertThat(obstacles("q2"))
                .as("a normal one does not give way to a normal one")
                .doesNotContain(normal);
        assertThat(queue.obstacles(Duration.ofMinutes(1), NOW))
                .filteredOn(obstacle ->
                        obstacle.trial().equals(lowLate) || obstacle.trial().equals(lowEarly))
                .extracting(DeviceQueue.Obstacle::waitingTrial)
                .containsExactlyInAnyOrder(waiting, second);
        assertThat(queue.obstacles(Duration.ofMinutes(10), NOW))
                .as("nobody has waited that long")
                .extracting(DeviceQueue.Obstacle::trial)
                .doesNotContain(lowLate, lowEarly, normal);
    }

    private List<UUID> obstacles(String devices) {
        return queue.obstacles(Duration.ofMinutes(1), NOW).stream()
                .map(DeviceQueue.Obstacle::trial)
                .filter(trial -> trials.find(trial).orElseThrow().spec().queue().equals(devices))
                .toList();
    }
}
