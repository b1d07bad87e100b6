package io.loupe.web.live;

import io.loupe.workflows.trial.TrialProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The heartbeats of the last minutes, as far as somebody watched: what a chart shows of the steps that no checkpoint holds
 * yet. Never a record; the published log replaces it.
 */
@ApplicationScoped
public class LivePoints {
    private static final int TRIALS = 200;
    private static final int BEATS = 600;

    private final Map<UUID, Deque<Beat>> beats = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Deque<Beat>> eldest) {
            return size() > TRIALS;
        }
    });

    /**
     * @param losses newest values at that step by metric name
     * @param at milliseconds since the epoch
     */
    public record Beat(long step, Map<String, Double> losses, long at) {}

    /** Notes a heartbeat. One of an attempt that began again further back takes back what was noted beyond it. */
    void note(UUID trial, TrialProgress progress) {
        if (!progress.phase().equals("training")
                || progress.losses() == null
                || progress.losses().isEmpty()) {
            return;
        }
        Deque<Beat> noted = beats.computeIfAbsent(trial, id -> new ArrayDeque<>());
        synchronized (noted) {
            while (!noted.isEmpty() && noted.getLast().step() >= progress.step()) {
                noted.removeLast();
            }
            noted.addLast(new Beat(progress.step(), Map.copyOf(progress.losses()), progress.at()));
            if (noted.size() > BEATS) {
                noted.removeFirst();
            }
        }
    }

    /** Heartbeats of steps after {@code step}, ascending. */
    public List<Beat> after(UUID trial, long step) {
        Deque<Beat> noted = beats.get(trial);
        if (noted == null) {
            return List.of();
        }
        List<Beat> newer = new ArrayList<>();
        synchronized (noted) {
            for (Beat beat : noted) {
                if (beat.step() > step) {
                    newer.add(beat);
                }
            }
        }
        return newer;
    }
}
