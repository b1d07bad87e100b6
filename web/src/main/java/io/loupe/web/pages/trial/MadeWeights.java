package io.loupe.web.pages.trial;

import io.loupe.web.artifact.Weights;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Where a trial's page learns what the trial has made for others. */
@ApplicationScoped
class MadeWeights {
    private final Weights weights;

    MadeWeights(Weights weights) {
        this.weights = weights;
    }

    /** Empty also while the object store does not answer. */
    Optional<TrialView.Link> of(UUID trial) {
        return weights.known().stream()
                .filter(each -> each.trial().equals(trial.toString()))
                .findFirst()
                .map(each -> new TrialView.Link(each.name(), "/weights#w-" + each.name()));
    }
}
