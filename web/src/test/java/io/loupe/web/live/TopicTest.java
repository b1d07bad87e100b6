package io.loupe.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.Eventually;
import io.loupe.web.live.Topic.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TopicTest {
    private final AtomicReference<List<Item>> now = new AtomicReference<>(List.of(new Item("a", "trial", 1)));
    private final AtomicInteger looks = new AtomicInteger();
    private final Topic topic = new Topic(
            () -> {
                looks.incrementAndGet();
                return now.get();
            },
            Duration.ofMillis(5),
            Thread.ofVirtual().factory());

    private static void waitFor(List<LiveEvent> seen, int events) {
        Eventually.holds(() -> seen.size() >= events, () -> seen);
    }

    @Test
    void onlyWhatChangedIsTold() {
        List<LiveEvent> seen = new CopyOnWriteArrayList<>();
        topic.watch(seen::add, Optional.empty());
        waitFor(seen, 1);
        int before = looks.get();
        Eventually.holds(() -> looks.get() > before + 3, looks::get);

        now.set(List.of(new Item("a", "trial", 2)));
        waitFor(seen, 2);

        assertThat(seen).extracting(LiveEvent::data).containsExactly(1, 2);
    }

    @Test
    void whoComesBackIsToldWhatWasMissed() {
        List<LiveEvent> seen = new CopyOnWriteArrayList<>();
        topic.watch(seen::add, Optional.empty());
        waitFor(seen, 1);
        now.set(List.of(new Item("a", "trial", 2)));
        waitFor(seen, 2);

        List<LiveEvent> back = new CopyOnWriteArrayList<>();
        topic.watch(back::add, Optional.of(seen.getFirst().id()));

        assertThat(back).containsExactly(seen.get(1));
    }

    @Test
    void whoComesBackTooLateIsToldEverythingAsItIs() {
        List<LiveEvent> seen = new CopyOnWriteArrayList<>();
        topic.watch(seen::add, Optional.empty());
        waitFor(seen, 1);

        List<LiveEvent> back = new CopyOnWriteArrayList<>();
        topic.watch(back::add, Optional.of("another-epoch-7"));

        assertThat(back).extracting(LiveEvent::data).containsExactly(1);
    }

    @Test
    void nobodyLooksWhileNobodyWatches() {
        List<LiveEvent> seen = new CopyOnWriteArrayList<>();
        Consumer<LiveEvent> watcher = seen::add;
        topic.watch(watcher, Optional.empty());
        waitFor(seen, 1);

        topic.leave(watcher);

        assertThat(topic.watched()).isFalse();
        int after = looks.get();
        topic.watch(watcher, Optional.empty());
        Eventually.holds(() -> looks.get() > after, looks::get);
        topic.leave(watcher);
    }
}
