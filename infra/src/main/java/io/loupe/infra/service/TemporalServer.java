package io.loupe.infra.service;

import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.python.PythonEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Temporal's development server with its database file and its web page. */
public final class TemporalServer implements Server {

    /**
     * One partition a queue, so that priorities hold exactly; a level for each of a trial's priority keys; fair shares
     * between experiments of one priority.
     */
    private static final List<String> SETTINGS = List.of(
            "matching.numTaskqueueReadPartitions=1",
            "matching.numTaskqueueWritePartitions=1",
            "matching.priorityLevels=6",
            "matching.enableFairness=true",
            "matching.enableMigration=true");

    /** As io.loupe.workflows.WorkflowNames has them; a workflow that sets an unknown one would stand still. */
    private static final List<String> SEARCH_ATTRIBUTES =
            List.of("LoupeExperiment", "LoupeTrial", "LoupeState", "LoupeDetector", "LoupeCategory");

    /**
     * Ports of the server.
     *
     * @param frontend what clients call
     * @param http the same over HTTP, for the readiness check
     * @param ui web page
     * @param metrics Prometheus
     */
    public record TemporalPorts(int frontend, int http, int ui, int metrics) {}

    private final Optional<Path> onPath;
    private final PythonEnvironment python;
    private final Path directory;
    private final Path log;
    private final TemporalPorts ports;
    private final String namespace;
    private final HttpProbe probe = new HttpProbe();

    /**
     * @param onPath the program, if the person has it
     * @param python holds it otherwise
     * @param directory keeps the database file
     */
    public TemporalServer(
            Optional<Path> onPath,
            PythonEnvironment python,
            Path directory,
            Path log,
            TemporalPorts ports,
            String namespace) {
        this.onPath = onPath;
        this.python = python;
        this.directory = directory;
        this.log = log;
        this.ports = ports;
        this.namespace = namespace;
    }

    @Override
    public String name() {
        return "temporal";
    }

    @Override
    public String title() {
        return "Temporal";
    }

    @Override
    public void prepare(Consumer<String> progress, ProcessMark mark) throws IOException {
        Files.createDirectories(directory);
        if (onPath.isEmpty()) {
            python.ensure(progress, mark);
        }
    }

    @Override
    public ProcessSpec process() {
        List<String> command = new ArrayList<>(List.of(
                onPath.orElseGet(() -> python.program("temporal")).toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--ui-ip",
                "127.0.0.1",
                "--port",
                Integer.toString(ports.frontend()),
                "--http-port",
                Integer.toString(ports.http()),
                "--ui-port",
                Integer.toString(ports.ui()),
                "--metrics-port",
                Integer.toString(ports.metrics()),
                "--ui-disable-news-fetch",
                "--db-filename",
                directory.resolve("temporal.db").toString(),
                "--namespace",
                namespace,
                "--log-level",
                "warn"));
        for (String setting : SETTINGS) {
            command.add("--dynamic-config-value");
            command.add(setting);
        }
        for (String attribute : SEARCH_ATTRIBUTES) {
            command.add("--search-attribute");
            command.add(attribute + "=Keyword");
        }
        return new ProcessSpec(command, Map.of("DO_NOT_TRACK", "1"), directory, log);
    }

    @Override
    public boolean ready() {
        return probe.answers(URI.create("http://127.0.0.1:" + ports.http() + "/api/v1/namespaces/" + namespace));
    }
}
