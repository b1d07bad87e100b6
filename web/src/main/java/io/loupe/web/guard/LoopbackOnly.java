package io.loupe.web.guard;

import io.loupe.web.config.LoupeConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor.Priority;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Refuses to start on an address that other machines reach, unless a person insists: there is no authentication. */
@ApplicationScoped
class LoopbackOnly {
    void check(
            @Observes @jakarta.annotation.Priority(Priority.PLATFORM_BEFORE) StartupEvent event, LoupeConfig config) {
        String host = config.http().host();
        if (!config.http().allowRemote() && !loopback(host)) {
            throw new IllegalStateException("loupe.http.host is " + host
                    + ", which other machines reach, and there is no authentication: set it to 127.0.0.1, or set"
                    + " loupe.http.allow-remote=true if the network itself decides who may connect");
        }
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
