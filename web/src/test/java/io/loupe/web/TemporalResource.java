package io.loupe.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Temporal's test server on a free port, without time skipping. */
public final class TemporalResource implements QuarkusTestResourceLifecycleManager {
    private TestServer.PortBoundTestServer server;

    @Override
    public Map<String, String> start() {
        int port = freePort();
        server = TestServer.createPortBoundServer(port, true);
        return Map.of("loupe.temporal.address", "127.0.0.1:" + port);
    }

    /** The test server does not tell which port it was given, so it is given one. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
