package io.loupe.infra.service;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Access to one PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://host:port/name}
 * @param username role
 * @param password of that role
 */
public record Database(String url, String username, String password) {

    /** The same server's database {@code name}. */
    public Database named(String name) {
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        String rest = query < 0 ? "" : url.substring(query);
        return new Database(base.substring(0, base.lastIndexOf('/') + 1) + name + rest, username, password);
    }

    /** As Python's SQLAlchemy wants it, with the driver named ({@code postgresql://} alone asks for another one). */
    public String sqlAlchemy() {
        URI uri = URI.create(url.substring("jdbc:".length()));
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return "postgresql+psycopg2://%s:%s@%s:%d%s"
                .formatted(encode(username), encode(password), uri.getHost(), port, uri.getPath());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return url;
    }
}
