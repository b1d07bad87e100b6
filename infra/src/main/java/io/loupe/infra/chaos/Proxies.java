package io.loupe.infra.chaos;

import io.loupe.faults.Fault;
import io.loupe.faults.FaultProxy;
import io.loupe.infra.service.Database;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.service.Store;
import io.loupe.infra.stack.Detour;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A proxy in front of each server that web and workers speak to. */
final class Proxies implements Detour, AutoCloseable {

    static final List<String> SERVERS = List.of("postgres", "objects", "mlflow", "temporal");

    private final Map<String, FaultProxy> proxies = new ConcurrentSkipListMap<>();

    @Override
    public Endpoints of(Endpoints direct) {
        String database = direct.database().url();
        int databasePort = URI.create(database.substring("jdbc:".length())).getPort();
        Store store = direct.store();
        String temporal = direct.temporal();
        String temporalPort = temporal.substring(temporal.lastIndexOf(':') + 1);
        return new Endpoints(
                direct.page(),
                http("mlflow", direct.mlflow()),
                "127.0.0.1:" + before("temporal", Integer.parseInt(temporalPort)),
                direct.temporalPage(),
                new Store(
                        http("objects", store.endpoint()),
                        store.accessKey(),
                        store.secretKey(),
                        store.bucket(),
                        store.region()),
                new Database(
                        database.replace(":" + databasePort + "/", ":" + before("postgres", databasePort) + "/"),
                        direct.database().username(),
                        direct.database().password()));
    }

    private URI http(String server, URI direct) {
        return URI.create("http://127.0.0.1:" + before(server, direct.getPort()));
    }

    private int before(String server, int port) {
        FaultProxy proxy = FaultProxy.before(port);
        proxies.put(server, proxy);
        return proxy.port();
    }

    void set(String server, Fault fault) {
        proxies.get(server).always(fault);
    }

    /** Lets everything pass. */
    void calm() {
        proxies.values().forEach(proxy -> proxy.always(Fault.PASS));
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
    }
}
