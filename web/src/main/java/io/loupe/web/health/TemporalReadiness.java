package io.loupe.web.health;

import static java.util.Objects.requireNonNull;

import io.loupe.web.orchestration.OrchestrationWorker;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Down until this process runs workflow code. */
@Readiness
@ApplicationScoped
class TemporalReadiness implements HealthCheck {
    private final OrchestrationWorker worker;

    TemporalReadiness(OrchestrationWorker worker) {
        this.worker = requireNonNull(worker, "worker is null");
    }

    @Override
    public HealthCheckResponse call() {
        return worker.waitingBecause()
                .map(reason -> HealthCheckResponse.named("Temporal")
                        .down()
                        .withData("because", reason)
                        .build())
                .orElseGet(() -> HealthCheckResponse.named("Temporal").up().build());
    }
}
