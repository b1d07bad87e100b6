package io.loupe.web.api;

/** Errors for browsers; {@code pages} implements it. */
@FunctionalInterface
public interface ErrorPages {
    /** A whole HTML page. */
    String render(int status, String title, String detail);
}
