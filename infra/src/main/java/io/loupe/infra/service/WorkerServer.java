package io.loupe.infra.service;

import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.process.ProcessSpec;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One worker process on one device. */
public final class WorkerServer implements Server {

    private final Installation installation;
    private final Settings settings;
    private final StackHome home;
    private final Endpoints endpoints;
    private final Device device;
    private final Path packagedWeights;
    private final Set<String> needs;

    /**
     * @param device what it trains on
     * @param packagedWeights folder of the weights that the launcher installs
     * @param needs names of the parts that must be ready
     */
    public WorkerServer(
            Installation installation,
            Settings settings,
            StackHome home,
            Endpoints endpoints,
            Device device,
            Path packagedWeights,
            Set<String> needs) {
        this.installation = installation;
        this.settings = settings;
        this.home = home;
        this.endpoints = endpoints;
        this.device = device;
        this.packagedWeights = packagedWeights;
        this.needs = Set.copyOf(needs);
    }

    @Override
    public String name() {
        return device.worker();
    }

    @Override
    public String title() {
        return "Worker on " + device.name() + ", " + device.threads()
                + (device.threads() == 1 ? " thread" : " threads");
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public ProcessSpec process() throws IOException {
        Files.deleteIfExists(readyFile());
        Files.createDirectories(home.cache());
        Files.createDirectories(home.weights());
        List<String> command = new ArrayList<>();
        command.add(installation.java().toString());
        command.addAll(JvmFlags.COMMON);
        command.addAll(List.of(
                "-Xmx" + settings.get("loupe.worker.heap").orElse(device.heapMegabytes() + "m"),
                "-XX:+UseSerialGC",
                // A full collection, such as the one after each trial, gives all that it freed back at once.
                "-XX:-ShrinkHeapInSteps",
                "-cp",
                installation.workersClassPath(),
                "io.loupe.workers.Worker"));
        return new ProcessSpec(command, environment(), home.directory(), home.log(name()));
    }

    private Map<String, String> environment() {
        String threads = Integer.toString(device.threads());
        Map<String, String> environment = endpoints.environment();
        environment.put("LOUPE_WORKER_DEVICE", device.name());
        environment.put("LOUPE_WORKER_THREADS", threads);
        environment.put("LOUPE_WORKER_CACHE", home.cache().toString());
        environment.put("LOUPE_WORKER_WEIGHTS", weights());
        environment.put(
                "LOUPE_WORKER_NAME",
                settings.get("loupe.worker.name").orElseGet(WorkerServer::hostName) + device.suffix());
        environment.put("LOUPE_WORKER_READY_FILE", readyFile().toString());
        environment.put("OMP_NUM_THREADS", threads);
        // A thread without work looks out for some for less than a millisecond, then sleeps. If it slept at once, a
        // step
        // in bfloat16 would take a tenth longer; if it went on, it would take time from whoever else has work.
        environment.put("GOMP_SPINCOUNT", "10000");
        // Large blocks stay with the process instead of being mapped and zeroed anew at every step.
        environment.put("MALLOC_MMAP_MAX_", "0");
        environment.put("MALLOC_TRIM_THRESHOLD_", "34359738368");
        return environment;
    }

    private String weights() {
        return settings.get("loupe.worker.weights")
                .orElseGet(() -> home.weights() + File.pathSeparator + packagedWeights);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a name that nobody can resolve, as in some containers, is no reason not to train
        }
    }

    private Path readyFile() {
        return home.run().resolve(name() + ".ready");
    }

    @Override
    public boolean ready() {
        return Files.exists(readyFile());
    }

    @Override
    public Duration endGrace() {
        return Duration.ofSeconds(60); // it publishes a checkpoint first
    }

    @Override
    public Layer layer() {
        return Layer.LOUPE;
    }
}
