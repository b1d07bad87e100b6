package io.loupe.infra.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Table;
import io.loupe.infra.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The first user's question, asked and answered on a running stack. */
public final class Demo {

    private static final int SHOWN_MISSING = 5;

    private final LoupeApi api;
    private final SampleDataset sample;
    private final Terminal terminal;
    private final String document;

    /** @param document the experiment: on the dataset washers, category washer */
    public Demo(LoupeApi api, Installation installation, StackHome home, Terminal terminal, String document) {
        this.api = api;
        this.document = document;
        this.sample = new SampleDataset(installation, home);
        this.terminal = terminal;
    }

    /** Runs it; true if every trial succeeded and every artifact is there. */
    public boolean run() {
        long began = System.nanoTime();
        prepareDataset();
        String id = api.submit(document);
        String page = api.experiment(id).page();
        terminal.line("  experiment     " + page);
        terminal.line("");

        List<TrialView> trials = new ExperimentWatch(api, terminal).untilAtRest(id);

        terminal.line("");
        terminal.lines(ResultsTable.of(trials));
        terminal.line("");
        terminal.lines(addresses(page, trials));
        terminal.line("");
        boolean succeeded = succeeded(trials);
        boolean good = complete(trials) && succeeded;
        terminal.line("  " + (good ? "done" : "failed") + " after "
                + Durations.format(Duration.ofNanos(System.nanoTime() - began)));
        return good;
    }

    private void prepareDataset() {
        long began = System.nanoTime();
        if (sample.ensure()) {
            terminal.line("  wrote the sample dataset into " + sample.folder() + " in " + since(began));
        }
        if (!api.hasDataset(SampleDataset.NAME)) {
            began = System.nanoTime();
            new DatasetImport(api, terminal).run(SampleDataset.NAME, sample.folder());
            terminal.line("  imported it as " + SampleDataset.NAME + " in " + since(began));
        }
    }

    private boolean succeeded(List<TrialView> trials) {
        for (TrialView trial : trials) {
            if (!trial.succeeded()) {
                terminal.line("  ! " + trial.label() + ": " + TrialLines.state(trial.state())
                        + trial.failure().map(message -> ": " + message).orElse(""));
            }
        }
        return trials.stream().allMatch(TrialView::succeeded);
    }

    private boolean complete(List<TrialView> trials) {
        ArtifactCheck check = ArtifactCheck.ofCategory(sample.category());
        boolean complete = true;
        for (TrialView trial : trials) {
            List<String> missing = check.missing(api.artifacts(trial.id()));
            if (!missing.isEmpty()) {
                complete = false;
                terminal.line("  ! " + trial.label() + " lacks " + missing.size() + " artifacts: "
                        + String.join(", ", missing.subList(0, Math.min(SHOWN_MISSING, missing.size())))
                        + (missing.size() > SHOWN_MISSING ? ", ..." : ""));
            }
        }
        if (complete) {
            terminal.line("  every artifact is there: a heat map and an anomaly map for each of " + check.images()
                    + " test images, curves, metrics, receipt, configuration");
        }
        return complete;
    }

    private static List<String> addresses(String page, List<TrialView> trials) {
        Table table = new Table(Integer.MAX_VALUE).row("Experiment", page);
        for (TrialView trial : trials) {
            table.row("", "");
            table.row(trial.arm(), trial.links().getOrDefault("page", ""));
            table.row("  MLflow run", trial.links().getOrDefault("mlflow", ""));
            table.row("  Temporal history", trial.links().getOrDefault("temporal", ""));
        }
        return table.lines();
    }

    private static String since(long began) {
        return Durations.format(Duration.ofNanos(System.nanoTime() - began));
    }

    /** "VT-ADL: original loss or VAE loss?" */
    public static String ownDocument() {
        try (InputStream stream = Demo.class.getResourceAsStream("/demo.yaml")) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read demo.yaml", e);
        }
    }
}
