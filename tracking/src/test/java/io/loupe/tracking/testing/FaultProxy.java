package io.loupe.tracking.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback that does to each HTTP request what the next fault in its queue says; without one it passes.
 */
public final class FaultProxy implements AutoCloseable {
    /** What happens to a request. */
    public enum Fault {
        /** Nothing: it passes. */
        PASS,
        /** The connection is reset before the server sees the request. */
        RESET,
        /** The request is swallowed and never answered. */
        HANG,
        /** The server does what was asked, the answer is dropped and the connection reset. */
        LOSE_ANSWER,
        /** The answer ends after its first bytes. */
        CUT_ANSWER
    }

    private final ServerSocket listener;
    private final int target;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Fault always = Fault.PASS;

    private FaultProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Starts a proxy in front of a port of this machine. */
    public static FaultProxy before(int target) throws IOException {
        FaultProxy proxy = new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The faults of the next requests, one each. */
    public void next(Fault... upcoming) {
        faults.addAll(java.util.List.of(upcoming));
    }

    /** The fault of every request that has none of its own. */
    public void always(Fault fault) {
        always = fault;
    }

    /** Requests seen so far. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable closeable : open) {
            closeable.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket()) {
            open.add(server);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            Exchange exchange = new Exchange(client, server);
            Thread answers = Thread.ofVirtual().start(exchange::passAnswers);
            exchange.passRequests();
            answers.join();
        } catch (IOException e) {
            // one side is gone: so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection; a request begins with the first bytes after an answer. */
    private final class Exchange {
        private final Socket client;
        private final Socket server;
        private final AtomicBoolean answered = new AtomicBoolean(true);
        private volatile Fault current = Fault.PASS;

        Exchange(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void passRequests() {
            try {
                InputStream input = client.getInputStream();
                OutputStream output = server.getOutputStream();
                byte[] buffer = new byte[1 << 14];
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    if (answered.compareAndSet(true, false)) {
                        requests.incrementAndGet();
                        Fault fault = faults.poll();
                        current = fault == null ? always : fault;
                    }
                    if (current == Fault.RESET) {
                        reset();
                        return;
                    }
                    if (current != Fault.HANG) {
                        output.write(buffer, 0, read);
                        output.flush();
                    }
                }
            } catch (IOException e) {
                // closed by the other direction
            }
            reset();
        }

        void passAnswers() {
            try {
                InputStream input = server.getInputStream();
                OutputStream output = client.getOutputStream();
                byte[] buffer = new byte[1 << 14];
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    Fault fault = current;
                    answered.set(true);
                    if (fault == Fault.LOSE_ANSWER) {
                        reset();
                        return;
                    }
                    output.write(buffer, 0, fault == Fault.CUT_ANSWER ? Math.min(read, 20) : read);
                    output.flush();
                    if (fault == Fault.CUT_ANSWER) {
                        reset();
                        return;
                    }
                }
            } catch (IOException e) {
                // closed by the other direction
            }
            reset();
        }

        private void reset() {
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // closed already
                }
            }
        }
    }
}
