package io.loupe.infra.state;

import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.util.List;

/**
 * A process that a launcher started.
 *
 * @param service its name, such as {@code mlflow}
 * @param identity number and birth
 * @param children what it started itself, as far as it was seen
 * @param request the signal that asks it to end
 * @param graceSeconds time it then has
 * @param ready answered its readiness check
 * @param restarts how often it was started again
 */
public record ProcessRecord(
        String service,
        ProcessIdentity identity,
        List<ProcessIdentity> children,
        ProcessEnding.Request request,
        int graceSeconds,
        boolean ready,
        int restarts) {

    public ProcessRecord {
        children = List.copyOf(children);
    }

    /** The same, ready, with the children it has now. */
    public ProcessRecord readyWith(List<ProcessIdentity> newChildren) {
        return new ProcessRecord(service, identity, newChildren, request, graceSeconds, true, restarts);
    }
}
