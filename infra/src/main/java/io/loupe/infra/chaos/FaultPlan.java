package io.loupe.infra.chaos;

import io.loupe.infra.chaos.Blow.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What goes wrong, and when: the same for the same seed. */
final class FaultPlan {

    private static final List<Kind> NETWORK =
            List.of(Kind.REFUSE, Kind.HANG, Kind.SLOW, Kind.RESET, Kind.CUT_REQUEST, Kind.CUT_ANSWER, Kind.LOSE_ANSWER);
    private static final List<Kind> SIGNALS = List.of(Kind.KILL, Kind.KILL, Kind.TERM, Kind.FREEZE);

    private final Random random;
    private final List<String> processes;
    private final List<String> servers;
    private final List<Blow> hand = new ArrayList<>();

    /**
     * @param processes what can be signalled
     * @param servers what has a proxy
     */
    FaultPlan(long seed, List<String> processes, List<String> servers) {
        this.random = new Random(seed);
        this.processes = List.copyOf(processes);
        this.servers = List.copyOf(servers);
    }

    /** Dealt like cards, so that a short run meets many kinds: all combinations come before one comes again. */
    Blow next() {
        if (hand.isEmpty()) {
            deal();
        }
        return hand.removeLast();
    }

    private void deal() {
        for (int i = 0; i < processes.size() * SIGNALS.size(); i++) {
            hand.add(blow(processes.get(i % processes.size()), SIGNALS.get(i / processes.size())));
        }
        processes.stream()
                .filter(process -> process.startsWith("worker"))
                .forEach(worker -> hand.add(blow(worker, Kind.CRASH)));
        for (int i = 0; i < servers.size() * NETWORK.size(); i++) {
            hand.add(blow(servers.get(i % servers.size()), NETWORK.get(i / servers.size())));
        }
        Collections.shuffle(hand, random);
    }

    private Blow blow(String target, Kind kind) {
        Duration pause = millis(1_000, 6_000);
        // Now and then longer than the heartbeat time-out of 20 s: then another worker takes over.
        Duration duration = random.nextInt(5) == 0 ? millis(22_000, 30_000) : millis(500, 8_000);
        return new Blow(pause, target, kind, duration);
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }
}
