package io.loupe.web.pages.problem;

import java.util.List;

/**
 * The question before something that cannot be undone, as a page of its own.
 *
 * @param action address that the form posts to
 * @param back where "no" leads
 */
public record ConfirmView(
        String question,
        String detail,
        List<String> kept,
        List<String> lost,
        String action,
        String yes,
        String back,
        String no) {}
