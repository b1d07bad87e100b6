package io.loupe.workflows.experiment;

import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.AttemptNotice;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A trial without work: it lasts {@code milliseconds} or {@code forever}, first waits for a person if its settings say so, and tells. */
final class StubTrial implements TrialWorkflow {
    private final Log log;
    private boolean resumed;

    StubTrial(Log log) {
        this.log = log;
    }

    /** What all stub trials of a test did. */
    static final class Log {
        private final List<String> started = new ArrayList<>();
        private final Set<String> open = new HashSet<>();
        private int mostOpen;

        synchronized void open(String trialId) {
            started.add(trialId);
            open.add(trialId);
            mostOpen = Math.max(mostOpen, open.size());
        }

        synchronized void closed(String trialId) {
            open.remove(trialId);
        }

        synchronized List<String> started() {
            return List.copyOf(started);
        }

        synchronized int mostOpen() {
            return mostOpen;
        }
    }

    static TrialSpec spec(int number, Map<String, Object> settings) {
        return new TrialSpec(
                "t" + number,
                "e1",
                "Washers",
                "arm",
                "stub",
                settings,
                "washers",
                "0".repeat(64),
                "washer",
                number,
                WorkflowNames.TRAIN_CPU,
                60,
                "all",
                List.of());
    }

    static List<TrialSpec> specs(int count, Map<String, Object> settings) {
        return IntStream.range(0, count).mapToObj(n -> spec(n, settings)).toList();
    }

    @Override
    public TrialState run(TrialSpec spec) {
        log.open(spec.trialId());
        TrialState end = TrialState.SUCCEEDED;
        try {
            if (spec.settings().containsKey("waits")) {
                tell(spec, TrialState.NEEDS_ATTENTION);
                log.closed(spec.trialId());
                Workflow.await(() -> resumed);
                tell(spec, TrialState.QUEUED);
            }
            if (spec.settings().containsKey("breaks")) {
                throw ApplicationFailure.newNonRetryableFailure("a bug in workflow code", "bug");
            }
            // No timer, however long: the test server skips time.
            Workflow.await(() -> !spec.settings().containsKey("forever"));
            Workflow.sleep(Duration.ofMillis((Integer) spec.settings().getOrDefault("milliseconds", 60_000)));
        } catch (CanceledFailure cancelled) {
            end = TrialState.CANCELLED;
        }
        log.closed(spec.trialId());
        TrialState told = end;
        CancellationScope scope = Workflow.newDetachedCancellationScope(() -> tell(spec, told));
        scope.run();
        return end;
    }

    private static void tell(TrialSpec spec, TrialState state) {
        Workflow.newExternalWorkflowStub(
                        ExperimentWorkflow.class, WorkflowNames.experimentWorkflow(spec.experimentId()))
                .trialMoved(spec.trialId(), state);
    }

    @Override
    public void resume(String who) {
        resumed = true;
    }

    @Override
    public void pause(String who) {}

    @Override
    public void restart(String who, int times) {}

    @Override
    public void prioritise(int key) {}

    @Override
    public void giveWay(String message) {}

    @Override
    public void giveUp(String who) {}

    @Override
    public void attempt(AttemptNotice notice) {}

    @Override
    public TrialState state() {
        return TrialState.TRAINING;
    }
}
