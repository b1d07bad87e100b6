package io.loupe.tracking.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever two attempts of one trial do, in whatever order, and whatever the store does to them: the manifests form one
 * chain, and its logs hold each step from 1 on exactly once.
 */
class TwoAttemptsTest {
    private static final String TRIAL = "t";
    private static final long TOTAL = 1_000_000;

    /** What happens next. */
    enum Kind {
        /** A new attempt takes the slot: it restores and goes on. */
        START,
        TRAIN,
        PUBLISH,
        /** The other slot's attempt publishes while this one's blobs are up and its manifest is not. */
        PUBLISH_OVERTAKEN,
        /** The manifest is created, the answer is lost; the attempt goes on training and publishes later. */
        PUBLISH_ANSWER_LOST,
        /** The process dies before the manifest. */
        PUBLISH_DIES,
        RETAIN,
        /** The newest checkpoint's state rots. */
        DAMAGE
    }

    record Action(int slot, Kind kind, int steps) {}

    @Provide
    Arbitrary<List<Action>> stories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(4, Kind.START),
                net.jqwik.api.Tuple.of(10, Kind.TRAIN),
                net.jqwik.api.Tuple.of(10, Kind.PUBLISH),
                net.jqwik.api.Tuple.of(3, Kind.PUBLISH_OVERTAKEN),
                net.jqwik.api.Tuple.of(2, Kind.PUBLISH_ANSWER_LOST),
                net.jqwik.api.Tuple.of(2, Kind.PUBLISH_DIES),
                net.jqwik.api.Tuple.of(3, Kind.RETAIN),
                net.jqwik.api.Tuple.of(1, Kind.DAMAGE));
        return Combinators.combine(
                        Arbitraries.of(0, 1), kinds, Arbitraries.integers().between(1, 5))
                .as(Action::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1000)
    void theManifestsFormOneChainAndEachStepIsRecordedOnce(@ForAll("stories") List<Action> story) {
        House house = new House();

        story.forEach(house::act);

        List<Manifest> history = house.checkpoints.history(TRIAL);
        assertThat(history)
                .extracting(Manifest::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, history.size()).boxed().toList());
        List<Long> recorded = history.stream()
                .flatMap(manifest -> house.checkpoints.log(manifest).stream())
                .map(MetricPoint::step)
                .toList();
        assertThat(recorded)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, recorded.size()).boxed().toList());
        assertThat((long) recorded.size())
                .isEqualTo(history.stream().mapToLong(Manifest::step).max().orElse(0));
        Restored restored = house.checkpoints.restore(TRIAL);
        restored.manifest().ifPresent(manifest -> assertThat(restored.parts().get("weights"))
                .isEqualTo(("state " + manifest.step()).getBytes(UTF_8)));
        if (!house.everDamaged) {
            assertThat(restored.manifest())
                    .isEqualTo(history.reversed().stream().findFirst());
            assertThat(history).extracting(Manifest::step).isSorted();
        }
    }

    /** A store, its checkpoints and two slots for attempts. */
    private static final class House {
        final MemoryObjectStore objects = new MemoryObjectStore();
        final InterceptedObjectStore store = new InterceptedObjectStore(objects);
        final PublishedCheckpoints checkpoints = new PublishedCheckpoints(store);
        final Map<Integer, Attempt> slots = new HashMap<>();
        int attempts;
        long clock;
        boolean everDamaged;

        void act(Action action) {
            Attempt attempt = slots.get(action.slot());
            if (action.kind() == Kind.START) {
                slots.put(action.slot(), new Attempt(this, ++attempts));
            } else if (action.kind() == Kind.RETAIN) {
                checkpoints.retain(TRIAL);
            } else if (action.kind() == Kind.DAMAGE) {
                damageNewest();
            } else if (attempt != null) {
                actWith(attempt, action);
            }
        }

        private void actWith(Attempt attempt, Action action) {
            switch (action.kind()) {
                case TRAIN -> attempt.train(action.steps());
                case PUBLISH -> publish(action.slot());
                case PUBLISH_OVERTAKEN -> {
                    store.before((verb, key) -> {
                        if (verb.equals("create")) {
                            store.before((v, k) -> {});
                            publish(1 - action.slot());
                        }
                    });
                    publish(action.slot());
                }
                case PUBLISH_ANSWER_LOST -> {
                    store.after((verb, key) -> fail(verb));
                    publish(action.slot());
                }
                case PUBLISH_DIES -> {
                    store.before((verb, key) -> fail(verb));
                    publish(action.slot());
                    slots.remove(action.slot());
                }
                case START, RETAIN, DAMAGE -> throw new IllegalStateException(action.toString());
            }
            store.before((verb, key) -> {});
            store.after((verb, key) -> {});
        }

        private static void fail(String verb) {
            if (verb.equals("create")) {
                throw new TrackingException("lost", true, null);
            }
        }

        private void publish(int slot) {
            Attempt attempt = slots.get(slot);
            if (attempt == null) {
                return;
            }
            try {
                attempt.publish();
            } catch (LostRaceException e) {
                slots.remove(slot);
            } catch (TrackingException e) {
                assertThat(e).hasMessage("lost");
            }
        }

        private void damageNewest() {
            List<Manifest> history = checkpoints.history(TRIAL);
            if (!history.isEmpty()) {
                everDamaged = true;
                String hash = history.getLast().parts().getFirst().sha256();
                objects.put("checkpoints/t/blobs/" + hash, new byte[] {0}, "application/octet-stream");
            }
        }
    }

    /** A training that counts; its points carry timestamps of its own, as a real one's do. */
    private static final class Attempt {
        private final House house;
        private final int number;
        private Optional<Manifest> previous;
        private long step;
        private final List<MetricPoint> pending = new ArrayList<>();

        Attempt(House house, int number) {
            this.house = house;
            this.number = number;
            this.previous = house.checkpoints.restore(TRIAL).manifest();
            this.step = previous.map(Manifest::step).orElse(0L);
        }

        void train(int steps) {
            for (int i = 0; i < steps; i++) {
                step++;
                pending.add(new MetricPoint("train/loss", 1.0 / step, step, ++house.clock));
            }
        }

        void publish() {
            if (pending.isEmpty()) {
                return;
            }
            previous = Optional.of(house.checkpoints.publish(
                    previous,
                    new Draft(TRIAL, step, TOTAL, number, Map.of()),
                    Map.of("weights", ("state " + step).getBytes(UTF_8)),
                    List.copyOf(pending)));
            pending.clear();
        }
    }
}
