package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.workflows.WorkflowNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * What people do with trials. Each verb is written to the timeline and to the outbox in one transaction; pressing a button
 * twice is pressing it once.
 */
@ApplicationScoped
public class TrialService {
    private final TrialRepository trials;
    private final TrialChanges changes;
    private final WorkflowLookup lookup;
    private final OutboxRelay relay;

    TrialService(TrialRepository trials, TrialChanges changes, WorkflowLookup lookup, OutboxRelay relay) {
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.relay = requireNonNull(relay, "relay is null");
    }

    /**
     * The trial goes on from its last checkpoint: by its own workflow, or by a new one if that is gone.
     *
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it is at work, or has succeeded
     */
    public void resume(UUID id, String who) {
        Trial trial = trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
        changes.requestResume(id, who, trial.state().active() && workflowGone(trial));
        relay.nudge();
    }

    /**
     * The trial publishes a checkpoint, lets go of its device and ends as {@code CANCELLED}.
     *
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it has ended
     */
    public void cancel(UUID id, String who) {
        changes.requestCancel(id, who);
        relay.nudge();
    }

    /**
     * A trial that needs attention ends as {@code GIVEN_UP}.
     *
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it does not need attention
     */
    public void giveUp(UUID id, String who) {
        changes.requestGiveUp(id, who);
        relay.nudge();
    }

    /**
     * Whether the trial's workflow has closed; or was never seen while the experiment's is not running either, since a
     * trial that waits in its experiment's window has no workflow yet.
     */
    private boolean workflowGone(Trial trial) {
        String workflow = WorkflowNames.trialWorkflow(trial.id().toString());
        String experiment =
                WorkflowNames.experimentWorkflow(trial.experimentId().toString());
        try {
            return lookup.describe(workflow).isPresent() ? !lookup.running(workflow) : !lookup.running(experiment);
        } catch (StatusRuntimeException away) {
            return false;
        }
    }
}
