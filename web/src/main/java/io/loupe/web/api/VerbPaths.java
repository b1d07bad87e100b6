package io.loupe.web.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Some clients write the colon of {@code /trials/1:resume} as {@code %3A}; both mean the same. */
@Provider
@PreMatching
public class VerbPaths implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        String path = uri.getRawPath();
        if (path.startsWith("/api/") && (path.contains("%3A") || path.contains("%3a"))) {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            request.setRequestUri(uri.resolve(path.replaceAll("(?i)%3A", ":") + query));
        }
    }
}
