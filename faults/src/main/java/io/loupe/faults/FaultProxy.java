package io.loupe.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback that does to each request what the next fault in its queue says, else what {@link #always} says;
 * by default it passes everything. It can be switched at any time, and a switch reaches the connections that are open.
 *
 * <p>It knows no protocol: a request begins with the first bytes that a client sends after an answer. For HTTP/1.1 that is
 * exact; where requests overlap on one connection (gRPC, PostgreSQL's pipelines) a fault strikes whatever is under way.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final int port;
    private final int target;
    private final Queue<Fault> upcoming = new ConcurrentLinkedQueue<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Object news = new Object();
    private volatile Fault always = Fault.PASS;
    private volatile Duration delay = Duration.ofMillis(500);
    private volatile boolean closed;
    private ServerSocket listener;
    private Thread acceptor;

    private FaultProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.target = target;
    }

    /** Starts a proxy, on a free port, in front of a port of this machine; whether anybody listens there yet does not matter. */
    public static FaultProxy before(int target) {
        return on(0, target);
    }

    /** The same on a port of one's choice. */
    public static FaultProxy on(int port, int target) {
        FaultProxy proxy = new FaultProxy(listen(port), target);
        proxy.acceptor = proxy.acceptFrom(proxy.listener);
        return proxy;
    }

    public int port() {
        return port;
    }

    /** The faults of the next requests, one each; {@link Fault#REFUSE} can not be one of them. */
    public void next(Fault... faults) {
        if (List.of(faults).contains(Fault.REFUSE)) {
            throw new IllegalArgumentException(
                    "a single request cannot be refused: by then it is connected; use RESET");
        }
        upcoming.addAll(List.of(faults));
    }

    /** The fault of every request that has none of its own, from now on and also on open connections. */
    public synchronized void always(Fault fault) {
        if (closed) {
            return;
        }
        Fault before = always;
        always = fault;
        if (fault == Fault.REFUSE) {
            stopListening();
            open.forEach(Connection::reset);
        } else if (before == Fault.REFUSE) {
            listener = listen(port);
            acceptor = acceptFrom(listener);
        }
        wake();
    }

    /** How long each piece of data waits under {@link Fault#SLOW}; half a second at first. */
    public void delay(Duration wait) {
        delay = wait;
    }

    /** Requests seen so far. */
    public int requests() {
        return requests.get();
    }

    /** Connections that are open now. */
    public int connections() {
        return open.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        stopListening();
        open.forEach(Connection::reset);
        wake();
    }

    private void wake() {
        synchronized (news) {
            news.notifyAll();
        }
    }

    /** The fault of a request that begins now. */
    Fault strike() {
        requests.incrementAndGet();
        Fault own = upcoming.poll();
        return own == null ? Fault.PASS : own;
    }

    /** What holds now for a request whose own fault is {@code own}. */
    Fault effective(Fault own) {
        return own == Fault.PASS ? always : own;
    }

    Duration delay() {
        return delay;
    }

    /** Waits, at most so long, for a switch; returns at once when the proxy is closed. */
    void awaitNews(Duration limit) throws InterruptedException {
        synchronized (news) {
            if (!closed) {
                news.wait(Math.max(1, limit.toMillis()));
            }
        }
    }

    private Thread acceptFrom(ServerSocket from) {
        return Thread.ofVirtual().name("fault-proxy-" + port).start(() -> {
            while (!from.isClosed()) {
                try {
                    Socket client = from.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket client) {
        Socket server = new Socket();
        Connection connection = new Connection(this, client, server);
        open.add(connection);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            if (closed || always == Fault.REFUSE) {
                return; // switched while it connected
            }
            connection.pass();
        } catch (IOException e) {
            // nobody listens behind the proxy
        } finally {
            connection.reset();
            open.remove(connection);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** The port is free only once the thread that accepts has let go of it: until then the system still takes connections. */
    private void stopListening() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
