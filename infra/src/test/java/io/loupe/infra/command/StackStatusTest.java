package io.loupe.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.state.StackRecord.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackStatusTest {

    private static final ProcessIdentity ALIVE = ProcessIdentity.self();
    private static final ProcessIdentity GONE = new ProcessIdentity(ALIVE.pid(), "boot:1");

    private final StackRecord ready = StackRecord.empty()
            .ownedBy(ALIVE)
            .withPhase(Phase.READY)
            .withAddresses(Map.of("Object store", "http://127.0.0.1:9000/loupe"))
            .withProcess(process("web", ALIVE, true));

    @Test
    void readyMeansEveryService() {
        StackStatus status = StackStatus.of(ready, true, address -> true);

        assertThat(status.ready()).isTrue();
        assertThat(status.services()).extracting(StackStatus.Service::name).containsExactly("objects", "web");
        assertThat(status.services()).extracting(StackStatus.Service::state).containsOnly("ready");
    }

    @Test
    void oneThatIsGoneOrStartsAgainIsNotReady() {
        assertThat(state(ready.withProcess(process("worker-cpu", GONE, true)))).isEqualTo("recovering");
        assertThat(state(ready.withProcess(process("worker-cpu", ALIVE, false))))
                .isEqualTo("recovering");
        assertThat(StackStatus.of(ready, true, address -> false).state()).isEqualTo("recovering");
    }

    @Test
    void startingAndStoppingAreToldApart() {
        assertThat(state(ready.withPhase(Phase.STARTING))).isEqualTo("starting");
        assertThat(state(ready.withPhase(Phase.STOPPING))).isEqualTo("stopping");
    }

    @Test
    void whatAKilledLauncherLeftIsSeen() {
        StackStatus status = StackStatus.of(ready, false, address -> false);

        assertThat(status.state()).isEqualTo("down");
        assertThat(status.orphaned()).isTrue();
        assertThat(StackStatus.of(StackRecord.empty(), false, address -> false).orphaned())
                .isFalse();
    }

    private static String state(StackRecord stack) {
        return StackStatus.of(stack, true, address -> true).state();
    }

    private static ProcessRecord process(String service, ProcessIdentity identity, boolean ready) {
        return new ProcessRecord(service, identity, List.of(), ProcessEnding.Request.TERMINATE, 10, ready, 0);
    }
}
