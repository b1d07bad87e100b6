package io.loupe.infra.stack;

import io.loupe.infra.config.StackHome;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.service.PostgresServer;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ends what a killed launcher left: the processes recorded in {@code stack.json} that still are the same, a PostgreSQL that
 * serves this stack's data, and whatever carries this stack's mark. Only for the owner of the lock.
 */
public final class Recovery {

    private static final Duration POSTGRES_GRACE = Duration.ofSeconds(10);
    private static final Duration MARKED_GRACE = Duration.ofSeconds(10);

    private final StackHome home;
    private final StackFile state;

    public Recovery(StackHome home, StackFile state) {
        this.home = home;
        this.state = state;
    }

    /** Returns the names of the services that still ran. */
    public List<String> clear() {
        List<ProcessRecord> newestFirst = new ArrayList<>(state.read().processes());
        Collections.reverse(newestFirst);
        List<String> ended = new ArrayList<>();
        for (ProcessRecord record : newestFirst) {
            boolean runs =
                    record.identity().alive() || record.children().stream().anyMatch(ProcessIdentity::alive);
            if (runs) {
                ProcessEnding.end(
                        record.identity(),
                        record.children(),
                        record.request(),
                        Duration.ofSeconds(record.graceSeconds()));
                ended.add(record.service());
            }
        }
        strayPostgres().ifPresent(postgres -> {
            ProcessEnding.end(postgres, List.of(), ProcessEnding.Request.INTERRUPT, POSTGRES_GRACE);
            ended.add("postgres");
        });
        for (ProcessMark.Marked one : ProcessMark.end(home.directory(), MARKED_GRACE)) {
            if (!ended.contains(one.part())) {
                ended.add(one.part());
            }
        }
        state.update(stack -> stack.down());
        return ended;
    }

    /** The process named by {@code postmaster.pid}, if it really runs in that folder. */
    private Optional<ProcessIdentity> strayPostgres() {
        Path data = PostgresServer.data(home.postgres());
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            Path workingDirectory = Path.of("/proc/" + pid + "/cwd");
            boolean ours = Files.exists(workingDirectory) && Files.isSameFile(workingDirectory.toRealPath(), data);
            return ours ? ProcessIdentity.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // PostgreSQL itself says what is wrong with it
        }
    }
}
