package io.loupe.web.pages.problem;

import io.loupe.web.api.ErrorPages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The page that a browser gets where a program gets a problem document. */
@ApplicationScoped
class HtmlErrors implements ErrorPages {
    private final ProblemPages pages;

    HtmlErrors(ProblemPages pages) {
        this.pages = pages;
    }

    @Override
    public String render(int status, String title, String detail) {
        return pages.render(new ProblemView(
                status,
                status == 404 ? "There is nothing here" : title,
                detail.isEmpty() ? detail : Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".",
                List.of(new ProblemView.Way("Dashboard", "/"), new ProblemView.Way("Experiments", "/experiments"))));
    }
}
