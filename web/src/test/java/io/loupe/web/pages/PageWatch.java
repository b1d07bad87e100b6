package io.loupe.web.pages;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What a page did beside showing itself. */
final class PageWatch {
    private final List<String> errors = new ArrayList<>();
    private final List<String> otherHosts = new ArrayList<>();

    PageWatch(Page page, URI base) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                errors.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(errors::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(base.toString()) && !request.url().startsWith("data:")) {
                otherHosts.add(request.url());
            }
        });
    }

    /** Warnings too. */
    List<String> errors() {
        return errors;
    }

    /** Addresses asked for that are not the application's. */
    List<String> otherHosts() {
        return otherHosts;
    }
}
