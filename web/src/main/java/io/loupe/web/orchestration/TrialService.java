package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Standing;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.catalogue.Verb;
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
    private final TrialWishes wishes;
    private final WorkflowLookup lookup;
    private final OutboxRelay relay;

    TrialService(TrialRepository trials, TrialWishes wishes, WorkflowLookup lookup, OutboxRelay relay) {
        this.trials = requireNonNull(trials, "trials is null");
        this.wishes = requireNonNull(wishes, "wishes is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.relay = requireNonNull(relay, "relay is null");
    }

    /**
     * Pause, resume, restart, cancel or give up.
     *
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it makes no sense now; the message says why
     */
    public void ask(Verb verb, UUID id, String who) {
        wishes.ask(verb, id, who, workflowGone(find(id)));
        relay.nudge();
    }

    /** Where the trial stands, its workflow looked for. */
    public Standing standing(Trial trial) {
        return trial.standing(workflowGone(trial));
    }

    private Trial find(UUID id) {
        return trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
    }

    /**
     * Whether the trial's workflow has closed; or was never seen while the experiment's is not running either, since a
     * trial that waits in its experiment's window has no workflow yet.
     */
    boolean workflowGone(Trial trial) {
        if (!trial.state().active()) {
            return false;
        }
        String workflow = WorkflowNames.trialWorkflow(trial.id().toString());
        String experiment =
                WorkflowNames.experimentWorkflow(trial.experimentId().toString());
        try {
            return lookup.describe(workflow).isPresent() ? !lookup.running(workflow) : !lookup.running(experiment);
        } catch (StatusRuntimeException away) {
            return false;
        }
    }

    /** Whether no workflow of the experiment runs. */
    boolean windowGone(UUID experiment) {
        try {
            return !lookup.running(WorkflowNames.experimentWorkflow(experiment.toString()));
        } catch (StatusRuntimeException away) {
            return false;
        }
    }
}
