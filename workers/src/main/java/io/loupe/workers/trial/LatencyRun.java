package io.loupe.workers.trial;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Scorer.Pass;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.LatencyWish;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the times of passes after the protocol of EfficientAD's Table 17, once the evaluation is safe in the store: what goes
 * wrong here costs these figures and nothing else. It can be asked to stop between passes.
 */
final class LatencyRun {
    static final String MEAN = "eval/latency_ms";
    static final String MEDIAN = "eval/latency_ms_median";
    static final String PERCENTILE_95 = "eval/latency_ms_p95";

    private static final Logger LOG = LoggerFactory.getLogger(LatencyRun.class);

    /** A worker that is lost while it measures, for want of memory it may be, is not followed for ever. */
    private static final int TRIES = 3;

    /** To look at the process's memory costs more than some passes do. */
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(500);

    private final Workplace workplace;
    private final TrialSpec spec;
    private final LatencyWish wish;
    private final Pulse<TrialProgress> pulse;
    private final Announcer announcer;
    private final int attempt;
    private final Map<String, Double> metrics = new TreeMap<>();
    private final Map<String, String> missing = new TreeMap<>();
    private int done;
    private long spoken = Long.MIN_VALUE;

    /** @param attempt of the evaluation */
    LatencyRun(
            Workplace workplace,
            TrialSpec spec,
            LatencyWish wish,
            Pulse<TrialProgress> pulse,
            Announcer announcer,
            int attempt) {
        this.workplace = workplace;
        this.spec = spec;
        this.wish = wish;
        this.pulse = pulse;
        this.announcer = announcer;
        this.attempt = attempt;
    }

    /**
     * What a pass is made of.
     *
     * @param scorer opens the trained detector
     * @param image whose passes are timed
     * @param compute what it computes with
     */
    record Subject(Supplier<Scorer> scorer, Path image, Compute compute) {}

    /**
     * Measures, unless that was done before.
     *
     * @param weights hash of the evaluated weights
     * @param subject opened here: what fails then is a failure to measure
     */
    LatencyRecord of(String weights, Supplier<Subject> subject) {
        ObjectStore objects = workplace.tracking().objects();
        String key = LatencyRecord.key(spec.chain(), weights, wish);
        return LatencyRecord.find(objects, key).orElseGet(() -> {
            Tries tries = new Tries(objects, key + ".begun");
            LatencyRecord record = measured(tries, subject).keep(objects, key);
            tries.forget();
            return record;
        });
    }

    private LatencyRecord measured(Tries tries, Supplier<Subject> subject) {
        Map<String, String> machine = Machine.facts(workplace.compute());
        if (tries.count() >= TRIES) {
            lacks(new Unmeasured("the worker was lost %d times while it measured".formatted(TRIES)));
            return record(machine);
        }
        tries.begin();
        try {
            Subject opened = tried(subject);
            machine = Machine.facts(opened.compute());
            try (Scorer scorer = tried(opened.scorer())) {
                latency(times(tried(() -> scorer.pass(opened.image(), 1))), machine);
                if (wish.batch() > 0) {
                    throughput(times(tried(() -> scorer.pass(opened.image(), wish.batch()))), machine);
                }
            }
        } catch (Unmeasured failure) {
            lacks(failure);
        } catch (RuntimeException again) {
            takeBack(tries);
            throw again;
        }
        return record(machine);
    }

    /** What is asked to stop, or waits for the store, was not lost. */
    private void takeBack(Tries tries) {
        // Where the server gave this attempt up, another may be counting already.
        if (pulse.stop().filter(stop -> stop.kind() == Stop.Kind.LOST).isPresent()) {
            return;
        }
        try {
            tries.takeBack();
        } catch (TrackingException away) {
            LOG.warn("trial {}: a try that was stopped is counted: {}", spec.trialId(), away.getMessage());
        }
    }

    private LatencyRecord record(Map<String, String> machine) {
        return new LatencyRecord(wish.passes(), wish.batch(), workplace.time().millis(), machine, metrics, missing);
    }

    /** As many passes as count, after as many that do not. */
    private PassTimes times(Pass pass) throws Unmeasured {
        long[] nanos = new long[wish.passes()];
        for (int i = -nanos.length; i < nanos.length; i++) {
            pulse.check();
            done++;
            say();
            long took = tried(() -> {
                workplace.failures().at(Point.LATENCY, spec.trialId(), done);
                long began = workplace.time().nanos();
                pass.run();
                return workplace.time().nanos() - began;
            });
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        pulse.check();
        return new PassTimes(nanos);
    }

    private void say() {
        long now = workplace.time().nanos();
        if (spoken != Long.MIN_VALUE && now - spoken < BETWEEN_WORDS.toNanos()) {
            return;
        }
        spoken = now;
        pulse.tell(new TrialProgress(
                "timing",
                attempt,
                done,
                2L * wish.passes() * (wish.batch() > 0 ? 2 : 1),
                0,
                Map.of(),
                0,
                0,
                ProcessMemory.resident(),
                workplace.compute().device(),
                workplace.time().millis()));
    }

    private void latency(PassTimes times, Map<String, String> machine) {
        metrics.put(MEAN, times.meanMilliseconds());
        metrics.put(MEDIAN, times.quantileMilliseconds(0.5));
        metrics.put(PERCENTILE_95, times.quantileMilliseconds(0.95));
        announcer.tell(
                "notice",
                String.format(
                        Locale.ROOT,
                        "An image takes %.2f ms, the mean of %,d passes (%s).",
                        times.meanMilliseconds(),
                        wish.passes(),
                        Machine.words(machine)));
    }

    private void throughput(PassTimes times, Map<String, String> machine) {
        metrics.put(throughput(), times.imagesPerSecond(wish.batch()));
        announcer.tell(
                "notice",
                String.format(
                        Locale.ROOT,
                        "%.1f images a second in batches of %d (%s).",
                        times.imagesPerSecond(wish.batch()),
                        wish.batch(),
                        Machine.words(machine)));
    }

    private String throughput() {
        return "eval/images_per_second_batch_" + wish.batch();
    }

    /** What was wanted and is not there has this reason. */
    private void lacks(Unmeasured failure) {
        LOG.warn("trial {}: the latency is not measured: {}", spec.trialId(), failure.getMessage(), failure);
        String reason = String.valueOf(failure.getMessage());
        boolean begun = metrics.containsKey(MEAN);
        if (!begun) {
            missing.put(MEAN, reason);
        }
        if (wish.batch() > 0) {
            missing.put(throughput(), reason);
        }
        String stop = reason.endsWith(".") ? "" : ".";
        announcer.tell(
                "notice",
                (begun ? "The throughput in batches of " + wish.batch() : "The latency") + " was not measured: "
                        + reason + stop + " The evaluation stands.");
    }

    /** The device or the detector could not do it. A wish to stop, and a store that is away for now, are no such failure. */
    private <T> T tried(Supplier<T> work) throws Unmeasured {
        try {
            return work.get();
        } catch (RuntimeException | OutOfMemoryError problem) {
            pulse.check();
            if (problem instanceof TrackingException away && away.temporary()) {
                throw away;
            }
            String advice = problem instanceof DetectorException known ? "; " + known.advice() : "";
            throw new Unmeasured(Trouble.report(problem).cause() + advice, problem);
        }
    }

    private static final class Unmeasured extends Exception {
        private static final long serialVersionUID = 1L;

        Unmeasured(String reason) {
            super(reason);
        }

        Unmeasured(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
