package io.loupe.workers.trial;

import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.AttemptNotice;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a trial's workflow what only the worker knows, for the timeline. Best effort: a notice that is lost changes
 * nothing. A worker that fails again and again tells less and less, so that the workflow's history stays small.
 */
final class WorkflowAnnouncer implements Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowAnnouncer.class);
    private static final int ALL_UNTIL = 20;
    private static final int THEN_EVERY = 100;

    private final WorkflowClient client;
    private final String trialId;
    private final TrialState state;
    private final int attempt;
    private final String worker;

    WorkflowAnnouncer(ActivityExecutionContext context, String trialId, TrialState state, String worker) {
        this.client = context.getWorkflowClient();
        this.attempt = context.getInfo().getAttempt();
        this.trialId = trialId;
        this.state = state;
        this.worker = worker;
    }

    @Override
    public void tell(String event, String message) {
        LOG.info("{}", message);
        if (attempt > ALL_UNTIL && attempt % THEN_EVERY != 0) {
            return;
        }
        try {
            client.newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow(trialId))
                    .attempt(new AttemptNotice(state, event, attempt, worker, message));
        } catch (RuntimeException untold) {
            // Whatever the client throws while the server is away: a notice is no reason to fail.
            LOG.info("trial {} was not told \"{}\": {}", trialId, message, untold.getMessage());
        }
    }
}
