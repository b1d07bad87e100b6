package io.loupe.web.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the web process. Each key is also an environment variable: {@code loupe.store.access-key} is {@code
 * LOUPE_STORE_ACCESS_KEY}.
 */
@ConfigMapping(prefix = "loupe")
public interface LoupeConfig {
    Http http();

    Database database();

    Temporal temporal();

    Store store();

    Mlflow mlflow();

    Live live();

    /** Where pages and the API are served. */
    interface Http {
        /** Address to listen on. Anything but loopback needs {@link #allowRemote}. */
        String host();

        int port();

        /** Whether other machines may connect. There is no authentication: whoever connects may do everything. */
        boolean allowRemote();

        /** Further names under which this server is reached, compared with the {@code Host} header. */
        Optional<List<String>> names();

        /** What this process calls itself in its answer about readiness, so that its launcher knows it from another's. */
        String instance();
    }

    /** The catalogue's PostgreSQL. */
    interface Database {
        /** JDBC address. */
        String url();

        String username();

        String password();
    }

    /** The durable engine. */
    interface Temporal {
        /** {@code host:port} of the frontend. */
        String address();

        /** Address of Temporal's own pages, for links; without it there are none. */
        Optional<String> uiUrl();

        @WithDefault("loupe")
        String namespace();

        /** Whether this process runs workflow code and control activities. */
        @WithDefault("true")
        boolean workerEnabled();
    }

    /** The S3 object store. */
    interface Store {
        String endpoint();

        String accessKey();

        String secretKey();

        String bucket();

        String region();
    }

    /** The tracking server. */
    interface Mlflow {
        /** Where this process reaches it. */
        String url();

        /** Where a browser reaches it, for links; {@link #url} when not set. */
        Optional<String> publicUrl();
    }

    /** The live view. */
    interface Live {
        /** How often a watched trial's heartbeat is read. */
        @WithDefault("1s")
        Duration every();

        /** How often an event stream that has nothing to say sends a comment, so that proxies keep it open. */
        @WithDefault("15s")
        Duration keepAlive();

        /** Event streams open at once; further ones are refused with 503. */
        @WithDefault("500")
        int streams();
    }
}
