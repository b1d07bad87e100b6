package io.loupe.infra.check;

import io.loupe.infra.service.Endpoints;
import java.time.Instant;

/** Reads a stack. */
public final class Reading {

    private Reading() {}

    /**
     * Reads everything that the invariants speak of.
     *
     * @param endpoints of a stack that answers
     * @throws io.loupe.infra.LauncherException if a part does not answer
     */
    public static Invariants of(Endpoints endpoints) {
        Catalogue catalogue = new Catalogue(endpoints.database());
        return new Invariants(new Snapshot(
                catalogue.experiments(),
                catalogue.trials(),
                catalogue.lines(),
                catalogue.wishes(),
                new S3Objects(endpoints.store()),
                new MlflowRuns(endpoints.mlflow()).byTrial(),
                new Workflows(endpoints.temporalPage()).running(),
                Instant.now()));
    }
}
