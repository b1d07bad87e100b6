package io.loupe.infra.state;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.loupe.infra.process.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The content of {@code stack.json}.
 *
 * @param launcher who owns the stack, null when it is down
 * @param phase how far its launcher is
 * @param addresses what a person opens, by name
 * @param ports kept when the stack is down, so that the next start takes the same
 * @param processes in the order of their start
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackRecord(
        ProcessIdentity launcher,
        Phase phase,
        Map<String, String> addresses,
        Map<String, Integer> ports,
        List<ProcessRecord> processes) {

    /** How far a launcher is with its stack. */
    public enum Phase {
        DOWN,
        STARTING,
        /** Every part got ready; one that died since may be starting again. */
        READY,
        STOPPING
    }

    public StackRecord {
        phase = phase == null ? Phase.DOWN : phase;
        addresses = addresses == null ? Map.of() : Map.copyOf(addresses);
        ports = ports == null ? Map.of() : Map.copyOf(ports);
        processes = processes == null ? List.of() : List.copyOf(processes);
    }

    /** Nothing was ever started. */
    public static StackRecord empty() {
        return new StackRecord(null, Phase.DOWN, Map.of(), Map.of(), List.of());
    }

    /** The launcher that runs now, if any. */
    public Optional<ProcessIdentity> runningLauncher() {
        return Optional.ofNullable(launcher).filter(ProcessIdentity::alive);
    }

    public StackRecord ownedBy(ProcessIdentity newLauncher) {
        return new StackRecord(newLauncher, Phase.STARTING, addresses, ports, processes);
    }

    public StackRecord withPhase(Phase newPhase) {
        return new StackRecord(launcher, newPhase, addresses, ports, processes);
    }

    public StackRecord withAddresses(Map<String, String> newAddresses) {
        return new StackRecord(launcher, phase, newAddresses, ports, processes);
    }

    public StackRecord withPort(String name, int port) {
        Map<String, Integer> all = new TreeMap<>(ports);
        all.put(name, port);
        return new StackRecord(launcher, phase, addresses, all, processes);
    }

    /** Adds {@code process} in place of an earlier one of the same service. */
    public StackRecord withProcess(ProcessRecord process) {
        List<ProcessRecord> all = new ArrayList<>(processes);
        all.removeIf(other -> other.service().equals(process.service()));
        all.add(process);
        return new StackRecord(launcher, phase, addresses, ports, all);
    }

    /** Changes the entry of {@code service} in its place, if there is one. */
    public StackRecord withProcess(String service, UnaryOperator<ProcessRecord> change) {
        List<ProcessRecord> all = processes.stream()
                .map(process -> process.service().equals(service) ? change.apply(process) : process)
                .toList();
        return new StackRecord(launcher, phase, addresses, ports, all);
    }

    public StackRecord withoutProcess(String service) {
        return new StackRecord(
                launcher,
                phase,
                addresses,
                ports,
                processes.stream()
                        .filter(process -> !process.service().equals(service))
                        .toList());
    }

    /** Nobody's, nothing running; the ports stay. */
    public StackRecord down() {
        return new StackRecord(null, Phase.DOWN, Map.of(), ports, List.of());
    }

    public Optional<ProcessRecord> process(String service) {
        return processes.stream()
                .filter(process -> process.service().equals(service))
                .findFirst();
    }
}
