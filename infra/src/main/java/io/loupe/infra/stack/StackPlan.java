package io.loupe.infra.stack;

import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Secrets;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.python.PythonEnvironment;
import io.loupe.infra.service.Database;
import io.loupe.infra.service.Device;
import io.loupe.infra.service.Devices;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.service.MinioServer;
import io.loupe.infra.service.MlflowServer;
import io.loupe.infra.service.PostgresServer;
import io.loupe.infra.service.Server;
import io.loupe.infra.service.Store;
import io.loupe.infra.service.TemporalServer;
import io.loupe.infra.service.WebServer;
import io.loupe.infra.service.WorkerServer;
import io.loupe.infra.state.Ports;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.terminal.Terminal;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides what runs where: what is configured is used, the rest is started here on ports that are free. */
final class StackPlan {

    private static final String BUCKET = "loupe";
    private static final String REGION = "us-east-1";
    private static final String NAMESPACE = "loupe";
    private static final String POSTGRES = "postgres";
    private static final String OBJECTS = "objects";
    private static final String TEMPORAL = "temporal";
    private static final int USUAL_PAGE_PORT = 8420;

    private final Settings settings;
    private final Installation installation;
    private final StackHome home;
    private final StackFile state;
    private final StackRecorder recorder;
    private final Terminal terminal;
    private final UpOptions options;
    private final Detour detour;
    private final Secrets secrets;
    private final PythonEnvironment python;
    private final Ports ports = new Ports(new Random());
    private final List<Part> parts = new ArrayList<>();
    private final Endpoints endpoints;

    StackPlan(
            Settings settings,
            Installation installation,
            StackHome home,
            StackFile state,
            StackRecorder recorder,
            Terminal terminal,
            UpOptions options,
            Detour detour) {
        this.settings = settings;
        this.installation = installation;
        this.home = home;
        this.state = state;
        this.recorder = recorder;
        this.terminal = terminal;
        this.options = options;
        this.detour = detour;
        this.secrets = Secrets.loadOrCreate(home.secretsFile());
        this.python = PythonEnvironment.of(settings, installation, home);
        this.endpoints = plan();
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** What a person can open, by name. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>(endpoints.shown());
        if (options.baseOnly()) {
            addresses.remove(Endpoints.PAGE);
        }
        return addresses;
    }

    private Endpoints plan() {
        URI page = local(port("http", options.port(), USUAL_PAGE_PORT));
        Database database = database();
        Store store = store();
        TemporalAddress temporal = temporal();
        URI mlflow = mlflow(database, store);
        Endpoints all = new Endpoints(page, mlflow, temporal.frontend(), temporal.page(), store, database);
        if (!options.baseOnly()) {
            Endpoints told = detour.of(all);
            add(new WebServer(
                    installation, home.directory(), home.log("web"), told, Set.of(POSTGRES, OBJECTS, TEMPORAL)));
            for (Device device : Devices.find(settings, options.workers())) {
                add(new WorkerServer(
                        installation, settings, home, told, device, python.weights(), Set.of(OBJECTS, TEMPORAL)));
            }
        }
        return all;
    }

    private Database database() {
        Optional<String> configured = settings.get("loupe.database.url");
        if (configured.isPresent()) {
            Database database = new Database(
                    configured.get(),
                    settings.get("loupe.database.username").orElse("loupe"),
                    settings.get("loupe.database.password").orElse(""));
            URI address = URI.create(database.url().substring("jdbc:".length()));
            parts.add(new ConfiguredPart(
                    POSTGRES, "PostgreSQL", address.getHost(), address.getPort() < 0 ? 5432 : address.getPort()));
            return database;
        }
        int port = port("database");
        Database database =
                new Database("jdbc:postgresql://127.0.0.1:" + port + "/loupe", "loupe", secrets.databasePassword());
        add(new PostgresServer(home.postgres(), home.log(POSTGRES), port, database, List.of("loupe", "mlflow")));
        return database;
    }

    private Store store() {
        Optional<String> configured = settings.get("loupe.store.endpoint");
        if (configured.isPresent()) {
            URI endpoint = URI.create(configured.get());
            parts.add(new ConfiguredPart(OBJECTS, "Object store", endpoint.getHost(), portOf(endpoint)));
            return new Store(
                    endpoint,
                    settings.get("loupe.store.access-key").orElse(""),
                    settings.get("loupe.store.secret-key").orElse(""),
                    settings.get("loupe.store.bucket").orElse(BUCKET),
                    settings.get("loupe.store.region").orElse(REGION));
        }
        Store store =
                new Store(local(port("store")), secrets.storeAccessKey(), secrets.storeSecretKey(), BUCKET, REGION);
        Optional<Path> minio = LocalStore.minio(home, onPath("minio"));
        if (minio.isPresent()) {
            add(new MinioServer(minio.get(), home.minio(), home.log(OBJECTS), store));
        } else {
            parts.add(new FolderPart(home.objects(), store));
        }
        return store;
    }

    private record TemporalAddress(String frontend, URI page) {}

    private TemporalAddress temporal() {
        Optional<String> configured = settings.get("loupe.temporal.address");
        if (configured.isPresent()) {
            URI address = URI.create("tcp://" + configured.get());
            parts.add(new ConfiguredPart(TEMPORAL, "Temporal", address.getHost(), address.getPort()));
            return new TemporalAddress(
                    configured.get(),
                    URI.create(settings.get("loupe.temporal.ui-url").orElse("http://" + address.getHost() + ":8233")));
        }
        TemporalServer.TemporalPorts chosen = new TemporalServer.TemporalPorts(
                port("temporal"), port("temporal-http"), port("temporal-ui"), port("temporal-metrics"));
        add(new TemporalServer(onPath("temporal"), python, home.temporal(), home.log(TEMPORAL), chosen, NAMESPACE));
        return new TemporalAddress("127.0.0.1:" + chosen.frontend(), local(chosen.ui()));
    }

    private URI mlflow(Database database, Store store) {
        Optional<String> configured = settings.get("loupe.mlflow.url");
        if (configured.isPresent()) {
            URI address = URI.create(configured.get());
            parts.add(new ConfiguredPart("mlflow", "MLflow", address.getHost(), portOf(address)));
            return address;
        }
        int port = port("mlflow");
        Database records = database.named(settings.get("loupe.mlflow.database").orElse("mlflow"));
        add(new MlflowServer(
                python, home.directory(), home.log("mlflow"), port, records, store, Set.of(POSTGRES, OBJECTS)));
        return local(port);
    }

    private void add(Server server) {
        parts.add(new ServerPart(server, home.directory(), recorder, terminal, new BackOff()));
    }

    private int port(String name) {
        return port(name, OptionalInt.empty());
    }

    /**
     * One that the person names is taken and not remembered: naming it once is no wish for every later start.
     *
     * @param usual tried in this order, before the remembered one
     */
    private int port(String name, OptionalInt option, int... usual) {
        OptionalInt wanted = option.isPresent() ? option : settings.number("loupe." + name + ".port");
        if (wanted.isPresent()) {
            return ports.wanted(name, wanted.getAsInt());
        }
        Integer remembered = state.read().ports().get(name);
        IntStream preferred = remembered == null ? IntStream.empty() : IntStream.of(remembered);
        int port = ports.choose(
                name, IntStream.concat(IntStream.of(usual), preferred).toArray());
        state.update(stack -> stack.withPort(name, port));
        return port;
    }

    private Optional<Path> onPath(String program) {
        return settings.variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static int portOf(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
