package io.loupe.workflows.trial;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One activity at a time on the device's queue, which can be asked to let go: a worker then publishes a checkpoint and
 * gives the device back; one that no worker has taken leaves the queue. Workflow code only.
 */
final class DeviceWork {
    private Optional<CancellationScope> underWay = Optional.empty();

    /** Does it, and throws as the activity does; once asked to let go, it may also end with a result. */
    <T> T call(Functions.Func<T> activity) {
        List<T> result = new ArrayList<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> result.add(activity.apply()));
        underWay = Optional.of(scope);
        try {
            scope.run();
        } finally {
            underWay = Optional.empty();
        }
        return result.getFirst();
    }

    /** Without effect when nothing is under way. */
    void letGo(String reason) {
        underWay.ifPresent(scope -> scope.cancel(reason));
    }
}
