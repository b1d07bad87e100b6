package io.loupe.infra.service;

import com.sun.security.auth.module.UnixSystem;
import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root; a user namespace of its own takes that away without another account. */
final class OrdinaryUser {

    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    private final long user;
    private final List<String> namespace;

    /**
     * @param user number of the user that this runs as
     * @param namespace words before a command that run it without root's powers
     */
    OrdinaryUser(long user, List<String> namespace) {
        this.user = user;
        this.namespace = List.copyOf(namespace);
    }

    static OrdinaryUser ofProcess() {
        return new OrdinaryUser(new UnixSystem().getUid(), NAMESPACE);
    }

    /**
     * Words to put before a command; none for anybody but root.
     *
     * @throws LauncherException if this is root and the system refuses the namespace
     */
    List<String> prefix() {
        if (user != 0) {
            return List.of();
        }
        if (!works()) {
            throw new LauncherException("PostgreSQL refuses to run as root, and this system refuses the user namespace"
                    + " that would help (\"" + String.join(" ", namespace)
                    + "\"; containers usually do); run ./loupe as"
                    + " an ordinary user (docker run --user), or start the container with --security-opt"
                    + " seccomp=unconfined, or set LOUPE_DATABASE_URL to a PostgreSQL that runs already");
        }
        return namespace;
    }

    private boolean works() {
        List<String> command = new ArrayList<>(namespace);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
