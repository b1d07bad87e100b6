package io.loupe.workers.trial;

import io.loupe.tracking.mlflow.RunTracker;
import io.loupe.workers.activity.Heart;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.leave.Streak;
import io.loupe.workers.log.RecentLog;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialActivities;
import io.loupe.workflows.trial.TrialPrepared;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trial's activities: each beats from its first moment, and fails with a class and a report. */
public final class TrialActivitiesImpl implements TrialActivities {
    private static final Logger LOG = LoggerFactory.getLogger(TrialActivitiesImpl.class);

    private final Workplace workplace;
    private final Preparation preparation;
    private final TrainingRun training;
    private final EvaluationRun evaluation;

    /** Failures that nobody expected, in a row, by trial. A worker that is killed forgets them: it was not the trial's. */
    private final Map<String, Integer> unexpected = new ConcurrentHashMap<>();

    /** Trainings under way: one, on one device. */
    private final Set<Heart<TrialProgress>> trainings = ConcurrentHashMap.newKeySet();

    private final Streak streak = new Streak();
    private final Consumer<String> unfit;
    private volatile boolean onLeave;

    public TrialActivitiesImpl(Workplace workplace) {
        this(workplace, reason -> {});
    }

    /** @param unfit told why, when trial after trial has failed here */
    public TrialActivitiesImpl(Workplace workplace, Consumer<String> unfit) {
        this.unfit = unfit;
        this.workplace = workplace;
        this.preparation = new Preparation(workplace);
        this.training = new TrainingRun(workplace, preparation);
        this.evaluation = new EvaluationRun(workplace, preparation);
    }

    /** While the worker is on leave a training publishes, and is given back to the queue. */
    public void onLeave(boolean leave) {
        onLeave = leave;
        if (leave) {
            trainings.forEach(TrialActivitiesImpl::drain);
        }
    }

    private static void drain(Heart<TrialProgress> heart) {
        heart.ask(new Stop(
                Stop.Kind.DRAIN,
                ApplicationFailure.newFailure("the worker takes no more work", FailureClass.PLATFORM.name())));
    }

    @Override
    public TrialPrepared prepare(TrialSpec spec) {
        return attempt(spec, TrialState.PREPARING, (pulse, announcer) -> {
            announcer.tell(
                    "started",
                    "%s fetches and verifies %s / %s.".formatted(workplace.worker(), spec.dataset(), spec.category()));
            return preparation.prepare(spec, pulse);
        });
    }

    @Override
    public TrainOutcome train(TrialSpec spec) {
        int attempt = Activity.getExecutionContext().getInfo().getAttempt();
        return attempt(
                spec,
                TrialState.TRAINING,
                (pulse, announcer) -> OnThread.call("training", () -> training.train(spec, attempt, pulse, announcer)));
    }

    @Override
    public TrialResults evaluate(TrialSpec spec) {
        int attempt = Activity.getExecutionContext().getInfo().getAttempt();
        return attempt(spec, TrialState.EVALUATING, (pulse, announcer) -> {
            announcer.tell("started", workplace.worker() + " scores the test images of " + spec.category() + ".");
            return OnThread.call("evaluation", () -> evaluation.evaluate(spec, attempt, pulse, announcer));
        });
    }

    @Override
    public void setRunStatus(TrialSpec spec, String status) {
        setStatus(runs -> runs.ensureRun(TrialRun.description(spec)), status);
    }

    @Override
    public void setExperimentStatus(TrialSpec trial, String status) {
        setStatus(runs -> runs.ensureExperiment(trial.experimentId(), trial.experimentName()), status);
    }

    private void setStatus(Function<RunTracker, RunTracker.Run> which, String status) {
        RunTracker runs = workplace.tracking().runs();
        try {
            runs.setStatus(which.apply(runs).runId(), status);
        } catch (RuntimeException problem) {
            throw Trouble.of(problem, Activity.getExecutionContext().getInfo().getAttempt());
        }
    }

    private <T> T attempt(TrialSpec spec, TrialState state, BiFunction<Pulse<TrialProgress>, Announcer, T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        RecentLog log = workplace.log();
        long begin = log.now();
        LOG.info("{} ({}): {}", spec.runName(), spec.trialId(), state.name().toLowerCase(Locale.ROOT));
        Announcer announcer = new WorkflowAnnouncer(context, spec.trialId(), state, workplace.worker());
        try (Heart<TrialProgress> heart = new Heart<>(
                context::heartbeat, progress -> progress.at(workplace.time().millis()), workplace.beat())) {
            if (state == TrialState.TRAINING) {
                trainings.add(heart);
                if (onLeave) {
                    drain(heart);
                }
            }
            try {
                T result = work.apply(heart, announcer);
                unexpected.remove(spec.trialId());
                streak.broken();
                return result;
            } finally {
                trainings.remove(heart);
            }
        } catch (RuntimeException | Error problem) {
            boolean surprise = Trouble.isUnexpected(problem);
            int inARow = surprise ? unexpected.merge(spec.trialId(), 1, Integer::sum) : 0;
            if (surprise) {
                streak.failed(spec.trialId(), Trouble.report(problem).cause()).ifPresent(unfit);
            }
            long failure = log.now();
            throw Trouble.of(
                    problem, context.getInfo().getAttempt(), inARow, announcer::tell, () -> log.around(begin, failure));
        }
    }
}
