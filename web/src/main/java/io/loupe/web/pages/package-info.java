/**
 * The pages: what a person sees and clicks. Server-rendered (Qute), so that every page says what it has to say without
 * JavaScript; scripts only add movement.
 *
 * <p>A page is three things: a view (a record of finished words and figures), a template below {@code
 * resources/templates/pages}, and a resource that fills the one and renders the other. Views know nothing of SQL and
 * templates compute nothing. One package a page; {@code layout} holds what all share. Nothing here writes: verbs go to
 * the same services as the REST calls. Start at {@link io.loupe.web.pages.layout.Shell}.
 */
package io.loupe.web.pages;
