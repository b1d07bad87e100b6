package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.check.Finding;
import io.loupe.infra.check.Reading;
import io.loupe.infra.config.Secrets;
import io.loupe.infra.service.Database;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.service.Store;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks a stack that a launcher runs whether every promise holds. */
final class SoundStack {

    private static final Duration SETTLED = Duration.ofSeconds(60);

    private SoundStack() {}

    /** Waits until nothing is found: what is told after a trial's end takes a moment. */
    static void awaitSound(Launcher launcher) {
        Endpoints endpoints = endpoints(launcher);
        List<?>[] last = new List<?>[1];
        Await.until(
                () -> {
                    List<Finding> findings = Reading.of(endpoints).check();
                    last[0] = findings;
                    return findings.isEmpty();
                },
                SETTLED,
                () -> String.valueOf(last[0]));
        assertThat(Reading.of(endpoints).counts().get("trials")).isPositive();
    }

    static Endpoints endpoints(Launcher launcher) {
        Secrets secrets = Secrets.loadOrCreate(launcher.home().resolve("secrets.properties"));
        Map<String, Integer> ports = launcher.stack().ports();
        Map<String, String> addresses = launcher.stack().addresses();
        return new Endpoints(
                URI.create(addresses.get("Loupe")),
                URI.create(addresses.get("MLflow")),
                "127.0.0.1:" + ports.get("temporal"),
                URI.create(addresses.get("Temporal")),
                new Store(
                        URI.create("http://127.0.0.1:" + ports.get("store")),
                        secrets.storeAccessKey(),
                        secrets.storeSecretKey(),
                        "loupe",
                        "us-east-1"),
                new Database(
                        "jdbc:postgresql://127.0.0.1:" + ports.get("database") + "/loupe",
                        "loupe",
                        secrets.databasePassword()));
    }
}
