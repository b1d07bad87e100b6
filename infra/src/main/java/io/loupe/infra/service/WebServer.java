package io.loupe.infra.service;

import io.loupe.infra.config.Installation;
import io.loupe.infra.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Loupe's pages and REST API. */
public final class WebServer implements Server {

    private final Installation installation;
    private final Path directory;
    private final Path log;
    private final Endpoints endpoints;
    private final Set<String> needs;
    private final HttpProbe probe = new HttpProbe();

    public WebServer(Installation installation, Path directory, Path log, Endpoints endpoints, Set<String> needs) {
        this.installation = installation;
        this.directory = directory;
        this.log = log;
        this.endpoints = endpoints;
        this.needs = Set.copyOf(needs);
    }

    @Override
    public String name() {
        return "web";
    }

    @Override
    public String title() {
        return "Loupe web";
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public ProcessSpec process() {
        List<String> command = new ArrayList<>();
        command.add(installation.java().toString());
        command.addAll(JvmFlags.COMMON);
        command.addAll(List.of(
                "-Xmx384m", "-XX:+UseSerialGC", "-jar", installation.webJar().toString()));
        return new ProcessSpec(command, endpoints.environmentOfWeb(), directory, log);
    }

    @Override
    public boolean ready() {
        return probe.answers(endpoints.page().resolve("/q/health/ready"));
    }

    @Override
    public Duration endGrace() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Layer layer() {
        return Layer.LOUPE;
    }
}
