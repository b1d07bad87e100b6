package io.loupe.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection through a {@link FaultProxy}. */
final class Connection {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int BUFFER = 1 << 14;
    /** How much of an answer passes before it is cut. */
    private static final int BEGINNING = 20;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean answered = new AtomicBoolean(true);
    private volatile Fault own = Fault.PASS;

    Connection(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    /** Returns when the connection has ended. */
    void pass() {
        Thread answers = Thread.ofVirtual().start(() -> pump(client, server, false));
        pump(server, client, true);
        try {
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket to, Socket from, boolean requests) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            boolean open = true;
            while (open) {
                int read = input.read(buffer);
                if (read < 0) {
                    break;
                }
                open = requests ? request(output, buffer, read) : answer(output, buffer, read);
            }
        } catch (IOException e) {
            // closed by the other direction, or by a switch
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reset();
    }

    /** False if the connection ends here. */
    private boolean request(OutputStream output, byte[] bytes, int length) throws IOException, InterruptedException {
        if (answered.compareAndSet(true, false)) {
            own = proxy.strike();
        }
        Fault fault = held();
        if (fault == Fault.RESET || fault == Fault.REFUSE) {
            return false;
        }
        output.write(bytes, 0, fault == Fault.CUT_REQUEST ? length / 2 : length);
        output.flush();
        return fault != Fault.CUT_REQUEST;
    }

    /** False if the connection ends here. */
    private boolean answer(OutputStream output, byte[] bytes, int length) throws IOException, InterruptedException {
        Fault fault = held();
        answered.set(true);
        if (fault == Fault.LOSE_ANSWER || fault == Fault.REFUSE) {
            return false;
        }
        output.write(bytes, 0, fault == Fault.CUT_ANSWER ? Math.min(length, BEGINNING) : length);
        output.flush();
        return fault != Fault.CUT_ANSWER;
    }

    /** The fault to act on, after any wait that it means. */
    private Fault held() throws InterruptedException, IOException {
        Fault fault = proxy.effective(own);
        if (fault == Fault.SLOW) {
            long end = System.nanoTime() + proxy.delay().toNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                proxy.awaitNews(Duration.ofNanos(left));
                if (proxy.effective(own) != Fault.SLOW) {
                    break;
                }
            }
        }
        while (proxy.effective(own) == Fault.HANG) {
            if (client.isClosed()) {
                throw new IOException("closed while it hung");
            }
            proxy.awaitNews(LOOK);
        }
        return fault == Fault.SLOW || fault == Fault.HANG ? proxy.effective(own) : fault;
    }

    /** Ends both sides with a reset. */
    void reset() {
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
