package io.loupe.web.pages.worker;

import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.util.List;
import java.util.Optional;

/** Everything that asks for work. */
public record WorkersView(List<Worker> workers, String unknown) {

    /**
     * One process.
     *
     * @param queues the task queues it serves
     * @param key {@code <host>/<device>}
     * @param leave why it takes no work; empty if it takes work
     * @param device its process and its version, as far as it has said
     * @param silent whether it has not been heard of lately: it has ended, or is cut off
     */
    public record Worker(
            String name,
            String key,
            String leave,
            String queues,
            String device,
            String memory,
            boolean silent,
            Optional<Work> work,
            Optional<When> seen) {}

    public record Work(String trial, String href, State state, String progress) {}
}
