package io.loupe.web;

import io.loupe.web.catalogue.Trial;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Trials as they stand in the catalogue, without one. */
public final class SomeTrial {
    private SomeTrial() {}

    /** One of EfficientAD on the queue of CPUs, seed 1, of arm {@code a}. */
    public static Trial of(
            int position, TrialState state, String dataset, String category, Map<String, Double> metrics) {
        UUID id = new UUID(0, position);
        TrialSpec spec = new TrialSpec(
                id.toString(),
                id.toString(),
                "e",
                "a",
                "efficientad",
                Map.of(),
                dataset,
                "0".repeat(64),
                category,
                1,
                "train-cpu",
                60,
                "all",
                List.of(),
                0);
        return new Trial(
                id,
                id,
                "e",
                position,
                0,
                spec,
                state,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Optional.empty(),
                metrics);
    }
}
