package io.loupe.web.live;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.config.LoupeConfig;
import io.loupe.web.live.Topic.Item;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Streams of what changes. A watcher that reads too slowly is dropped; its browser comes back and is told all at once. */
@ApplicationScoped
public class LiveFeed {
    /** Events that wait for a slow watcher; an experiment of the largest size fits. */
    private static final int BUFFER = 4_096;

    private final TrialRepository trials;
    private final ExperimentRepository experiments;
    private final LiveTrials live;
    private final LoupeConfig.Live config;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    LiveFeed(TrialRepository trials, ExperimentRepository experiments, LiveTrials live, LoupeConfig config) {
        this.trials = requireNonNull(trials, "trials is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.live = requireNonNull(live, "live is null");
        this.config = config.live();
    }

    /** Whether another stream may be opened now. */
    public boolean hasRoom() {
        return open.get() < config.streams();
    }

    /** Streams that are open. */
    public int open() {
        return open.get();
    }

    /** A trial: its state, its progress, the newest line of its timeline. */
    public Multi<LiveEvent> trial(UUID id, Optional<String> lastEventId) {
        return stream("trial-" + id, () -> lookAtTrial(id), lastEventId);
    }

    /** An experiment: its counts, and each of its trials. */
    public Multi<LiveEvent> experiment(UUID id, Optional<String> lastEventId) {
        return stream("experiment-" + id, () -> lookAtExperiment(id), lastEventId);
    }

    private List<Item> lookAtTrial(UUID id) {
        return trials.find(id)
                .map(trial -> List.of(item(trial, trials.newestLines(List.of(id)))))
                .orElse(List.of());
    }

    private List<Item> lookAtExperiment(UUID id) {
        List<Item> items = new ArrayList<>();
        List<Trial> all = trials.ofExperiment(id);
        live.prepare(all.stream().filter(Trial::onDevice).map(Trial::id).toList());
        Map<UUID, Long> newest = trials.newestLines(all.stream().map(Trial::id).toList());
        all.forEach(trial -> items.add(item(trial, newest)));
        experiments
                .overview(id)
                .ifPresent(overview -> items.add(new Item("experiment", "experiment", ExperimentEvent.of(overview))));
        return items;
    }

    private Item item(Trial trial, Map<UUID, Long> newestLines) {
        Optional<LiveTrial> now = trial.onDevice() ? live.of(trial.id()) : Optional.empty();
        return new Item(
                trial.id().toString(), "trial", TrialEvent.of(trial, now, newestLines.getOrDefault(trial.id(), 0L)));
    }

    private Multi<LiveEvent> stream(String name, Supplier<List<Item>> look, Optional<String> lastEventId) {
        return Multi.createFrom().emitter(emitter -> open(name, look, lastEventId, emitter), BUFFER);
    }

    private void open(
            String name,
            Supplier<List<Item>> look,
            Optional<String> lastEventId,
            MultiEmitter<? super LiveEvent> emitter) {
        Topic topic = topics.computeIfAbsent(
                name,
                key -> new Topic(
                        look,
                        config.every(),
                        Thread.ofVirtual().name("live-" + name).factory()));
        Consumer<LiveEvent> watcher = emitter::emit;
        open.incrementAndGet();
        emitter.onTermination(() -> {
            open.decrementAndGet();
            leave(name, topic, watcher);
        });
        topic.watch(watcher, lastEventId);
        if (emitter.isCancelled()) {
            leave(name, topic, watcher);
        }
    }

    /** Whoever found the topic just before it was forgotten watches it alone: nothing but a thread is lost by that. */
    private void leave(String name, Topic topic, Consumer<LiveEvent> watcher) {
        topic.leave(watcher);
        if (!topic.watched()) {
            topics.remove(name, topic);
        }
    }
}
