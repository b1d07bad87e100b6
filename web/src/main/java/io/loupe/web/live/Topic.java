package io.loupe.web.live;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Something that is watched. While anybody does, one thread looks at it again and again and tells every watcher what has
 * changed. The newest events are kept, so that a watcher who was away for a moment misses none; one who was away for
 * longer is told everything as it is now.
 */
final class Topic {
    private static final Logger LOG = Logger.getLogger(Topic.class);
    private static final int KEPT = 256;

    /** One thing that watchers see; it is told again when {@code data} is no longer equal. */
    record Item(String key, String name, Object data) {}

    private final Supplier<List<Item>> look;
    private final Duration every;
    private final ThreadFactory threads;
    private final String epoch = Long.toString(System.currentTimeMillis(), 36) + "-";
    private final Map<String, LiveEvent> newest = new LinkedHashMap<>();
    private final Deque<LiveEvent> recent = new ArrayDeque<>();
    private final Set<Consumer<LiveEvent>> watchers = new LinkedHashSet<>();
    private long sequence;
    private Optional<Thread> looking = Optional.empty();

    Topic(Supplier<List<Item>> look, Duration every, ThreadFactory threads) {
        this.look = requireNonNull(look, "look is null");
        this.every = requireNonNull(every, "every is null");
        this.threads = requireNonNull(threads, "threads is null");
    }

    /** Tells the watcher what it missed since that event, or everything, and from now on what changes. */
    synchronized void watch(Consumer<LiveEvent> watcher, Optional<String> lastEventId) {
        missedSince(lastEventId).forEach(watcher);
        watchers.add(watcher);
        if (looking.isEmpty()) {
            Thread thread = threads.newThread(this::lookWhileWatched);
            looking = Optional.of(thread);
            thread.start();
        }
    }

    synchronized void leave(Consumer<LiveEvent> watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty()) {
            looking.ifPresent(Thread::interrupt);
            looking = Optional.empty();
        }
    }

    synchronized boolean watched() {
        return !watchers.isEmpty();
    }

    private List<LiveEvent> missedSince(Optional<String> lastEventId) {
        if (lastEventId.isEmpty()
                || recent.stream().noneMatch(event -> event.id().equals(lastEventId.get()))) {
            return List.copyOf(newest.values());
        }
        List<LiveEvent> missed = new ArrayList<>();
        boolean after = false;
        for (LiveEvent event : recent) {
            if (after) {
                missed.add(event);
            }
            after |= event.id().equals(lastEventId.get());
        }
        return missed;
    }

    private void lookWhileWatched() {
        Thread self = Thread.currentThread();
        while (!self.isInterrupted()) {
            try {
                tell(self, look.get());
            } catch (RuntimeException e) {
                LOG.debugf("looked in vain: %s", e.getMessage());
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void tell(Thread looker, List<Item> items) {
        if (looking.filter(looker::equals).isEmpty()) {
            return;
        }
        for (Item item : items) {
            LiveEvent known = newest.get(item.key());
            if (known == null || !known.data().equals(item.data())) {
                LiveEvent event = new LiveEvent(epoch + ++sequence, item.name(), item.data());
                newest.put(item.key(), event);
                recent.addLast(event);
                if (recent.size() > KEPT) {
                    recent.removeFirst();
                }
                List.copyOf(watchers).forEach(watcher -> watcher.accept(event));
            }
        }
    }
}
