package io.loupe.web.pages.layout;

import io.loupe.web.health.Service;
import io.loupe.web.health.Services;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** How the services behind this process do, in the words of pages. */
@ApplicationScoped
public class Health {
    private final Services services;

    Health(Services services) {
        this.services = services;
    }

    /** @param text {@code answers in 4 ms}, or why it does not */
    public record Check(String name, boolean answers, String text) {}

    public List<Check> checks() {
        return services.list().stream().map(Health::check).toList();
    }

    private static Check check(Service service) {
        String detail = service.detail();
        String text = service.answers()
                ? (detail.isEmpty() ? "answers" : detail)
                : "does not answer" + (detail.isEmpty() || detail.equals("does not answer") ? "" : ": " + detail);
        return new Check(service.name(), service.answers(), text);
    }

    Shell.Services summary() {
        List<String> silent = checks().stream()
                .filter(check -> !check.answers())
                .map(Check::name)
                .toList();
        return silent.isEmpty()
                ? new Shell.Services(true, "All services answer")
                : new Shell.Services(
                        false,
                        String.join(", ", silent) + (silent.size() == 1 ? " does not answer" : " do not answer"));
    }
}
