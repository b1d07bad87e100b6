package io.loupe.web.pages.problem;

import java.util.Optional;
import java.util.UUID;

/** Ends a request with an error page that says where to go from there. */
public final class PageProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemView view;

    private PageProblem(ProblemView view) {
        super(view.title());
        this.view = view;
    }

    /** What the address names is not there. */
    public static PageProblem missing(String title, String detail, String way, String href) {
        return new PageProblem(new ProblemView(
                404,
                title,
                detail,
                java.util.List.of(new ProblemView.Way(way, href), new ProblemView.Way("Dashboard", "/"))));
    }

    /** The id in an address, if it is one. */
    public static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    ProblemView view() {
        return view;
    }
}
