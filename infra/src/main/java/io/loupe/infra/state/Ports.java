package io.loupe.infra.state;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses ports on loopback: the wanted one, else a preferred one if it is free, else any free one. Those it chooses lie
 * below the range from which systems take ports of outgoing connections, so that a remembered one is likely free again.
 */
public final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int HIGHEST_OF_ALL = 65_535;
    private static final int TRIES = 1_000;

    private final Set<Integer> given = new HashSet<>();
    private final RandomGenerator random;

    public Ports(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The port that the person wants; no other will do.
     *
     * @param name for the message
     * @throws LauncherException if it is taken
     */
    public synchronized int wanted(String name, int port) {
        if (port < 1 || port > HIGHEST_OF_ALL) {
            throw new LauncherException("port of " + name + ": " + port + " is not between 1 and " + HIGHEST_OF_ALL);
        }
        if (!take(port)) {
            throw new LauncherException("port " + port + " for " + name + " is in use; free it or choose another one");
        }
        return port;
    }

    /**
     * One port that nobody uses and that was not given before.
     *
     * @param name for the message
     * @param preferred the first of these that is free is taken
     */
    public synchronized int choose(String name, int... preferred) {
        for (int port : preferred) {
            if (take(port)) {
                return port;
            }
        }
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (take(port)) {
                return port;
            }
        }
        throw new LauncherException("no free port between " + LOWEST + " and " + HIGHEST + " for " + name);
    }

    private boolean take(int port) {
        return !given.contains(port) && free(port) && given.add(port);
    }

    /** True if a server could listen on {@code port} of the loopback address now. */
    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
