package io.loupe.infra.service;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.Installation;
import io.loupe.infra.process.ProcessSpec;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Loupe's pages and REST API. */
public final class WebServer implements Server {

    private static final String INSTANCE = "X-Loupe-Instance";

    private final Installation installation;
    private final Path directory;
    private final Path log;
    private final Endpoints endpoints;
    private final Set<String> needs;
    private final HttpProbe probe = new HttpProbe();

    /** What the process that was started last calls itself. */
    private volatile String instance = "";

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
        instance = UUID.randomUUID().toString();
        Map<String, String> environment = endpoints.environmentOfWeb();
        environment.put("LOUPE_HTTP_INSTANCE", instance);
        return new ProcessSpec(command, environment, directory, log);
    }

    /** The port was free when it was chosen; until web listens, another stack that starts may have taken it. */
    @Override
    public boolean ready() {
        Optional<HttpResponse<Void>> answer = probe.ask(endpoints.page().resolve("/q/health/ready"));
        boolean good = answer.filter(HttpProbe::isGood).isPresent();
        Optional<String> answering = answer.flatMap(given -> given.headers().firstValue(INSTANCE));
        if (answering.isPresent() ? !answering.get().equals(instance) : good) {
            throw new LauncherException("web: port " + endpoints.page().getPort()
                    + " was taken by another program, such as a stack that started at the same time; start this stack"
                    + " again, which then chooses another port, or end that program");
        }
        return good;
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
