package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.TrialChanges;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What the page's buttons do; the same as the REST calls of those names. */
@ApplicationScoped
class TrialVerbs {
    private static final String WHO = "a person";

    private final TrialChanges changes;

    TrialVerbs(TrialChanges changes) {
        this.changes = changes;
    }

    void resume(UUID trial) {
        changes.requestResume(trial, WHO, false);
    }

    void cancel(UUID trial) {
        changes.requestCancel(trial, WHO);
    }

    void giveUp(UUID trial) {
        changes.requestGiveUp(trial, WHO);
    }
}
