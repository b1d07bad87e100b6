package io.loupe.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loupe.web.document.Problem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error, as RFC 9457 has it.
 *
 * @param type what kind; {@code about:blank} when the status says it all
 * @param title the kind in words
 * @param status of the response
 * @param detail what was wrong with this request
 * @param problems where several things are wrong, each with the path of its field
 */
@Schema(name = "Problem", description = "An error, as RFC 9457 has it")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDocument(String type, String title, int status, String detail, List<Problem> problems) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemDocument of(int status, String title, String detail) {
        return new ProblemDocument("about:blank", title, status, detail, List.of());
    }

    static ProblemDocument wrong(String what, List<Problem> problems) {
        String detail = problems.size() == 1
                ? problems.getFirst().toString()
                : problems.size() + " problems, nothing was written";
        return new ProblemDocument("urn:loupe:invalid-" + what, "The " + what + " is not valid", 422, detail, problems);
    }

    Response response() {
        return Response.status(status)
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(this)
                .build();
    }
}
