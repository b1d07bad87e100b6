package io.loupe.infra.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Browsers that watch one stream of events, each on a connection of its own; they cost one thread together. */
final class Watchers implements AutoCloseable {

    private final URI stream;
    private final List<Watcher> all = new ArrayList<>();

    Watchers(URI stream) {
        this.stream = stream;
    }

    private static final class Watcher {

        private final Socket socket;
        private final boolean reads;
        private final StringBuilder line = new StringBuilder();
        private String status = "";
        private int events;

        Watcher(Socket socket, boolean reads) {
            this.socket = socket;
            this.reads = reads;
        }

        private void read() throws IOException {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[Math.max(1, in.available())];
            for (int left = in.available(); left > 0; left = in.available()) {
                int count = in.read(some, 0, Math.min(left, some.length));
                for (int i = 0; i < count; i++) {
                    take((char) some[i]);
                }
            }
        }

        private void take(char next) {
            if (next != '\n') {
                line.append(next);
                return;
            }
            String whole = line.toString().strip();
            line.setLength(0);
            if (status.isEmpty() && whole.startsWith("HTTP/1.1 ")) {
                status = whole.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
            } else if (whole.startsWith("event:")) {
                events++;
            }
        }
    }

    /** @param reads false for one who never takes anything from the line */
    void open(int count, boolean reads) {
        for (int i = 0; i < count; i++) {
            try {
                Socket socket = new Socket();
                if (!reads) {
                    socket.setReceiveBufferSize(1024);
                }
                socket.connect(new InetSocketAddress(stream.getHost(), stream.getPort()));
                socket.getOutputStream()
                        .write(("GET " + stream.getPath() + " HTTP/1.1\r\nHost: " + stream.getAuthority()
                                        + "\r\nAccept: text/event-stream\r\n\r\n")
                                .getBytes(US_ASCII));
                all.add(new Watcher(socket, reads));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Takes what is there. */
    Watchers read() {
        for (Watcher watcher : all) {
            if (watcher.reads) {
                try {
                    watcher.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return this;
    }

    /** HTTP status of each who reads, in the order in which they came; empty while there is none. */
    List<String> statuses() {
        return all.stream()
                .filter(watcher -> watcher.reads)
                .map(watcher -> watcher.status)
                .toList();
    }

    /** Events that whoever was told least was told. */
    int fewestEvents() {
        return all.stream()
                .filter(watcher -> watcher.reads && watcher.status.equals("200"))
                .mapToInt(watcher -> watcher.events)
                .min()
                .orElse(0);
    }

    @Override
    public void close() {
        for (Watcher watcher : all) {
            try {
                watcher.socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        all.clear();
    }
}
