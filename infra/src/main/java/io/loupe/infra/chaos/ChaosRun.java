package io.loupe.infra.chaos;

import io.loupe.infra.LauncherException;
import io.loupe.infra.check.Finding;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.stack.LocalStack;
import io.loupe.infra.stack.UpOptions;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A stack in a folder of its own, chaos in it, and what becomes of the folder. */
public final class ChaosRun {

    private static final int WORKERS = 2;

    private final Installation installation;
    private final Terminal terminal;
    private final StackHome home;

    /** @param home a folder that nothing else uses */
    public ChaosRun(Installation installation, Terminal terminal, StackHome home) {
        this.installation = installation;
        this.terminal = terminal;
        this.home = home;
    }

    /**
     * Runs it.
     *
     * @param minutes of faults
     * @param seed of the faults
     * @param started told of the stack before it starts, so that it is ended whatever happens
     * @return true if every promise holds; then the folder is gone, otherwise it stays with its logs
     */
    public boolean run(double minutes, long seed, Consumer<LocalStack> started) {
        terminal.line(
                "Chaos in " + home.directory() + ", a stack of its own: yours is not touched. Seed " + seed + ".");
        ChaosReport report;
        try (Proxies proxies = new Proxies()) {
            LocalStack stack = LocalStack.own(
                            settings(System.getenv(), installation),
                            installation,
                            home,
                            terminal,
                            new UpOptions(OptionalInt.of(freePort()), OptionalInt.of(WORKERS), false),
                            proxies)
                    .orElseThrow(() -> new LauncherException(home.directory() + " is in use; name another folder"));
            started.accept(stack);
            try {
                stack.start();
                report = new Chaos(stack.endpoints(), installation, home, terminal, proxies).run(minutes, seed);
            } finally {
                stack.close();
            }
        }
        show(report);
        return report.good();
    }

    private void show(ChaosReport report) {
        terminal.line("");
        terminal.line("  " + report.blows().size() + " faults in " + report.minutes() + " minutes, "
                + report.experiments().size() + " experiments; checked " + report.checked() + "; took "
                + Durations.format(Duration.ofMillis(Math.round(report.seconds() * 1000))));
        for (Finding finding : report.findings()) {
            terminal.line("  ! " + finding);
        }
        terminal.line(
                report.good()
                        ? "  every promise holds; weights and points are those of the undisturbed run"
                        : "  " + report.findings().size() + " findings; report and logs are kept in "
                                + home.directory());
    }

    /** Deletes the folder. */
    public void delete() {
        try (Stream<Path> paths = Files.walk(home.directory())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + home.directory(), e);
        }
    }

    /**
     * What a person set for their own stack (ports, servers that run elsewhere, heaps) is not for this one: it must not kill
     * or fill them. Only where Python is stays.
     */
    static Settings settings(Map<String, String> environment, Installation installation) {
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet()
                .removeIf(name -> name.equals("PYTORCH_LIBRARY_PATH")
                        || name.startsWith("LOUPE_") && !name.startsWith("LOUPE_PYTHON"));
        return new Settings(
                Map.of(
                        "loupe.root", installation.root().toString(),
                        // results depend on the number of threads: both workers have the same
                        "loupe.worker.threads", "1",
                        "loupe.worker.heap", "600m"),
                kept,
                Map.of());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
