package io.loupe.web.pages.layout;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the services behind this process do, asked at most every few seconds whoever looks. */
@ApplicationScoped
public class Health {
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final SmallRyeHealthReporter reporter;
    private final Clock clock;
    private List<Check> newest = List.of();
    private Instant asked = Instant.MIN;

    Health(SmallRyeHealthReporter reporter, Clock clock) {
        this.reporter = reporter;
        this.clock = clock;
    }

    /** @param text {@code answers}, or what the check found */
    public record Check(String name, boolean answers, String text) {}

    public synchronized List<Check> checks() {
        Instant now = clock.instant();
        if (asked.isBefore(now.minus(FRESH))) {
            newest = read(reporter.getReadiness());
            asked = now;
        }
        return newest;
    }

    Shell.Services services() {
        List<Check> checks = checks();
        List<String> silent = checks.stream()
                .filter(check -> !check.answers())
                .map(Check::name)
                .toList();
        return silent.isEmpty()
                ? new Shell.Services(true, "All services answer")
                : new Shell.Services(
                        false,
                        String.join(", ", silent) + (silent.size() == 1 ? " does not answer" : " do not answer"));
    }

    static List<Check> read(SmallRyeHealth health) {
        return health.getPayload().getJsonArray("checks").stream()
                .map(JsonValue::asJsonObject)
                .map(Health::check)
                .toList();
    }

    private static Check check(JsonObject check) {
        boolean up = check.getString("status").equals("UP");
        String found = check.containsKey("data")
                ? check.getJsonObject("data").entrySet().stream()
                        .map(Health::entry)
                        .collect(Collectors.joining("; "))
                : "";
        String text = found.isEmpty() ? (up ? "answers" : "does not answer") : (up ? "answers; " : "") + found;
        return new Check(check.getString("name"), up, text);
    }

    private static String entry(Map.Entry<String, JsonValue> entry) {
        String value = entry.getValue() instanceof jakarta.json.JsonString text
                ? text.getString()
                : entry.getValue().toString();
        return entry.getKey() + " " + value;
    }
}
