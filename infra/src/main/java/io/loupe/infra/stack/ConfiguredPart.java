package io.loupe.infra.stack;

import io.loupe.infra.LauncherException;
import io.loupe.infra.service.Layer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A server that the person configured: it is reached, never started or ended. */
final class ConfiguredPart implements Part {

    private static final int CONNECT_MILLIS = 5_000;

    private final String name;
    private final String title;
    private final String host;
    private final int port;

    ConfiguredPart(String name, String title, String host, int port) {
        this.name = name;
        this.title = title;
        this.host = host;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title + " at " + host + ":" + port + " (configured)";
    }

    @Override
    public Layer layer() {
        return Layer.STORAGE;
    }

    @Override
    public void start() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new LauncherException(
                    "the configured " + name + " at " + host + ":" + port + " can not be reached: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void stop() {}
}
