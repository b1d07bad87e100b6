package io.loupe.infra.command;

import io.loupe.infra.service.Endpoints;
import io.loupe.infra.service.HttpProbe;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackRecord;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What runs of a stack, as its processes say now and not as a launcher wrote it once.
 *
 * @param state {@code down}, {@code starting}, {@code ready} if every service is, {@code recovering} if one is not any more,
 *     or {@code stopping}
 * @param services in the order of their start
 */
record StackStatus(String state, List<Service> services) {

    private static final String READY = "ready";
    private static final String OBJECTS = "objects";

    /**
     * One service.
     *
     * @param pid its process; empty if the launcher itself serves it or it was configured
     * @param state {@code starting}, {@code ready} or {@code gone}
     * @param restarts how often it was started again
     */
    record Service(String name, Optional<Long> pid, String state, int restarts) {}

    StackStatus {
        services = List.copyOf(services);
    }

    static StackStatus of(StackRecord stack) {
        HttpProbe probe = new HttpProbe();
        return of(stack, stack.runningLauncher().isPresent(), probe::listens);
    }

    /** @param listens whether anybody answers at an address */
    static StackStatus of(StackRecord stack, boolean launcherRuns, Predicate<URI> listens) {
        List<Service> services = new ArrayList<>();
        for (ProcessRecord process : stack.processes()) {
            String state = !process.identity().alive() ? "gone" : process.ready() ? READY : "starting";
            services.add(new Service(
                    process.service(), Optional.of(process.identity().pid()), state, process.restarts()));
        }
        Optional<String> store = Optional.ofNullable(stack.addresses().get(Endpoints.STORE));
        if (stack.process(OBJECTS).isEmpty() && store.isPresent()) {
            String state = listens.test(URI.create(store.get())) ? READY : "gone";
            services.addFirst(new Service(OBJECTS, Optional.empty(), state, 0));
        }
        return new StackStatus(launcherRuns ? state(stack.phase(), services) : "down", services);
    }

    private static String state(StackRecord.Phase phase, List<Service> services) {
        return switch (phase) {
            case DOWN, STARTING -> "starting";
            case STOPPING -> "stopping";
            case READY -> services.stream().allMatch(service -> service.state().equals(READY)) ? READY : "recovering";
        };
    }

    boolean ready() {
        return state.equals(READY);
    }

    /** True if processes of a launcher that is gone still run. */
    boolean orphaned() {
        return state.equals("down")
                && services.stream().anyMatch(service -> !service.state().equals("gone"));
    }
}
