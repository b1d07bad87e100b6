package io.loupe.infra.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.infra.LauncherException;
import io.loupe.infra.check.Finding;
import io.loupe.infra.check.Invariants;
import io.loupe.infra.check.Reading;
import io.loupe.infra.client.ApiException;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.demo.DatasetImport;
import io.loupe.infra.demo.SampleDataset;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One run on a stack that is up: in peace, under faults, in peace again, then the questions. */
final class Chaos {

    private static final Duration END = Duration.ofMinutes(6);
    /** What is told after a trial's end, such as an experiment's summary, may take that long. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(45);

    private final Endpoints endpoints;
    private final Installation installation;
    private final StackHome home;
    private final Terminal terminal;
    private final Arsenal arsenal;
    private final List<String> workers;
    private final List<ChaosReport.Struck> struck = new ArrayList<>();
    private final long began = System.nanoTime();

    /** @param endpoints the real ones, without the proxies */
    Chaos(Endpoints endpoints, Installation installation, StackHome home, Terminal terminal, Proxies proxies) {
        this.endpoints = endpoints;
        this.installation = installation;
        this.home = home;
        this.terminal = terminal;
        StackFile stack = new StackFile(home.stateFile());
        this.arsenal = new Arsenal(stack, proxies);
        this.workers = stack.read().processes().stream()
                .map(process -> process.service())
                .filter(service -> service.startsWith("worker"))
                .sorted()
                .toList();
    }

    ChaosReport run(double minutes, long seed) {
        LoupeApi api = new LoupeApi(endpoints.page());
        SampleDataset sample = new SampleDataset(installation, home);
        sample.ensure();
        new DatasetImport(api, terminal).run(SampleDataset.NAME, sample.folder());

        Load calm = new Load(api, document());
        String undisturbed = calm.submit();
        say("trains in peace first: " + api.experiment(undisturbed).page());
        awaitRest(calm);

        Load load = new Load(api, document());
        underFaults(load, minutes, seed);
        say("calm; waits for the end of " + load.acknowledged().size() + " experiments");
        List<Finding> findings = new ArrayList<>();
        if (!awaitRest(load)) {
            findings.add(new Finding(
                    "progress", "experiments", "not at rest " + Durations.format(END) + " after the last fault"));
        }
        load.refused().forEach(message -> findings.add(new Finding("requests", "REST", message)));

        Invariants invariants = settled(undisturbed, load);
        findings.addAll(all(invariants, undisturbed, load));
        ChaosReport report = new ChaosReport(
                seed,
                minutes,
                List.copyOf(struck),
                load.acknowledged(),
                invariants.counts(),
                seconds(),
                List.copyOf(findings));
        write(report);
        return report;
    }

    private void underFaults(Load load, double minutes, long seed) {
        List<String> processes = new ArrayList<>(workers);
        processes.addAll(List.of("web", "temporal", "mlflow", "postgres"));
        FaultPlan plan = new FaultPlan(seed, processes, Proxies.SERVERS);
        Thread busy = Thread.ofVirtual().start(() -> load.keepBusy(workers.size()));
        long end = System.nanoTime() + Math.round(minutes * 60e9);
        try {
            while (System.nanoTime() < end) {
                Blow blow = plan.next();
                Thread.sleep(blow.pause());
                double second = seconds();
                say(blow.toString());
                if (arsenal.strike(blow)) {
                    struck.add(new ChaosReport.Struck(second, blow.toString()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        } finally {
            arsenal.calm();
            load.end();
        }
        try {
            busy.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private boolean awaitRest(Load load) {
        long end = System.nanoTime() + END.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (load.atRest()) {
                    return true;
                }
            } catch (ApiException e) {
                say(e.getMessage()); // it is just being started again
            }
            pause();
        }
        return false;
    }

    /** Reads the stack until nothing is found or the last words had their time. */
    private Invariants settled(String undisturbed, Load load) {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (true) {
            Invariants invariants = Reading.of(endpoints);
            if (all(invariants, undisturbed, load).isEmpty() || System.nanoTime() > end) {
                return invariants;
            }
            pause();
        }
    }

    private static List<Finding> all(Invariants invariants, String undisturbed, Load load) {
        List<Finding> findings = new ArrayList<>(invariants.check());
        findings.addAll(invariants.lost(load.acknowledged()));
        load.acknowledged().forEach(id -> findings.addAll(invariants.compare(undisturbed, id)));
        findings.sort(Comparator.comparing(Finding::toString));
        return findings;
    }

    private void write(ChaosReport report) {
        Path file = home.directory().resolve("chaos-report.json");
        try {
            Files.writeString(file, report.json());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void say(String text) {
        terminal.line(String.format(Locale.ROOT, "  %6.1f s  %s", seconds(), text));
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private static String document() {
        try (InputStream stream = Chaos.class.getResourceAsStream("/chaos.yaml")) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read chaos.yaml", e);
        }
    }
}
