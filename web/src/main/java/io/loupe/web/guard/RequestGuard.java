package io.loupe.web.guard;

import io.loupe.web.config.LoupeConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests with a foreign {@code Host} (421) and writes that another site made a browser send (403).
 *
 * <p>A write is cross-site when {@code Sec-Fetch-Site} says so, or, for browsers that do not send it, when {@code Origin} is
 * not the address that was asked. Every browser sends one of the two with a write; a request with neither comes from a
 * program, which no other site can use as its messenger.
 */
@ApplicationScoped
class RequestGuard {
    private static final int BEFORE_EVERYTHING = 1_000;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean anyName;
    private final Set<String> names;

    RequestGuard(LoupeConfig config) {
        this.names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
        names.add(config.http().host().toLowerCase(Locale.ROOT));
        config.http().names().ifPresent(names::addAll);
        // Whoever opens the server to a network without naming it relies on that network for protection.
        this.anyName = config.http().allowRemote() && config.http().names().isEmpty();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = request.authority() == null ? "" : request.authority().toString();
        if (!anyName && !names.contains(withoutPort(host))) {
            refuse(
                    context,
                    421,
                    "Misdirected Request",
                    "the Host header is '" + host + "', which is no name of this server; add it to loupe.http.names");
        } else if (!READS.contains(request.method()) && crossSite(request, host)) {
            refuse(
                    context,
                    403,
                    "Forbidden",
                    "another site made this browser send a write; only pages of this server may");
        } else {
            context.next();
        }
    }

    private static boolean crossSite(HttpServerRequest request, String host) {
        Optional<String> site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
        if (site.isPresent()) {
            return !site.get().equals("same-origin") && !site.get().equals("none");
        }
        return Optional.ofNullable(request.getHeader("Origin"))
                .map(origin -> !host.equalsIgnoreCase(authority(origin)))
                .orElse(false);
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority()).orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static void refuse(RoutingContext context, int status, String title, String detail) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .encode());
    }
}
