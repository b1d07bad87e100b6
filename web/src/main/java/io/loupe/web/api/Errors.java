package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.loupe.tracking.TrackingException;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.DatabaseAway;
import io.loupe.web.catalogue.NulInText;
import io.loupe.web.catalogue.UnknownException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.channels.ClosedChannelException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem document, or as a page when a browser asked for one. */
@Singleton
class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);
    /** What servers note for it; nobody is told. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Instance<ErrorPages> pages;

    Errors(Instance<ErrorPages> pages) {
        this.pages = requireNonNull(pages, "pages is null");
    }

    @ServerExceptionMapper
    Response unknown(UnknownException e, UriInfo uri, HttpHeaders headers) {
        return answer(404, "Not Found", e.getMessage(), uri, headers);
    }

    @ServerExceptionMapper
    Response conflict(ConflictException e, UriInfo uri, HttpHeaders headers) {
        return answer(409, "Conflict", e.getMessage(), uri, headers);
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException e, UriInfo uri, HttpHeaders headers) {
        return answer(
                400,
                "Bad Request",
                "the body is no JSON of the expected form: " + e.getOriginalMessage(),
                uri,
                headers);
    }

    @ServerExceptionMapper
    Response store(TrackingException e, UriInfo uri, HttpHeaders headers) {
        LOG.warnf("%s: %s", uri.getPath(), e.getMessage());
        return answer(503, "Service Unavailable", e.getMessage(), uri, headers);
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
        Response original = e.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        String title = Response.Status.fromStatusCode(original.getStatus()) == null
                ? "Error"
                : Response.Status.fromStatusCode(original.getStatus()).getReasonPhrase();
        Response answer = answer(original.getStatus(), title, detail(e, original, uri, headers), uri, headers);
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    /** Whoever asked has gone: a tab was closed, a page loaded anew. */
    @ServerExceptionMapper
    Response gone(ClosedChannelException e, UriInfo uri) {
        LOG.debugf("%s: nobody waits for the answer any more", uri.getPath());
        return Response.status(CLIENT_CLOSED_REQUEST).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, UriInfo uri, HttpHeaders headers) {
        if (NulInText.seenIn(e)) {
            return answer(
                    400,
                    "Bad Request",
                    "a text of the request holds the character NUL, which no database keeps; leave it out",
                    uri,
                    headers);
        }
        boolean database = DatabaseAway.seenIn(e);
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(e, "%s failed (%s)", uri.getPath(), incident);
        return database
                ? answer(
                        503,
                        "Service Unavailable",
                        "the catalogue's database cannot serve now; try again soon",
                        uri,
                        headers)
                : answer(
                        500,
                        "Internal Server Error",
                        "this is our fault; the log of web says more under " + incident,
                        uri,
                        headers);
    }

    private static String detail(WebApplicationException e, Response original, UriInfo uri, HttpHeaders headers) {
        return switch (original.getStatus()) {
            case 400 ->
                e.getCause() instanceof JsonProcessingException json
                        ? "the body is no JSON of the expected form: " + json.getOriginalMessage()
                        : String.valueOf(e.getMessage());
            case 404 ->
                e.getMessage() == null
                                || e.getMessage().startsWith("HTTP 404")
                                || e.getMessage().startsWith("Unable to find")
                        ? "there is nothing at /" + uri.getPath().replaceFirst("^/", "")
                        : e.getMessage();
            case 405 -> "this address takes other methods: " + original.getHeaderString(HttpHeaders.ALLOW);
            case 406 -> "no form of the answer fits Accept: " + headers.getHeaderString(HttpHeaders.ACCEPT);
            case 415 ->
                "Content-Type " + headers.getHeaderString(HttpHeaders.CONTENT_TYPE)
                        + " is not read here; a document is application/json or application/yaml";
            default -> String.valueOf(e.getMessage());
        };
    }

    private Response answer(int status, String title, String detail, UriInfo uri, HttpHeaders headers) {
        boolean api = uri.getPath().replaceFirst("^/", "").startsWith("api/");
        boolean html = headers.getAcceptableMediaTypes().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals);
        if (!api && html && pages.isResolvable()) {
            return Response.status(status)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(pages.get().render(status, title, detail))
                    .build();
        }
        return ProblemDocument.of(status, title, detail).response();
    }
}
