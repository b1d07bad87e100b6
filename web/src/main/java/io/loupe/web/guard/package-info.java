/**
 * Who may come in at all: this machine only, pages of our own only. Start at {@link io.loupe.web.guard.RequestGuard}.
 *
 * <p>There is no authentication yet, so a stranger's web page must not be able to use a browser on this machine as its
 * messenger: foreign {@code Host} headers (DNS rebinding) and cross-site writes are refused.
 */
package io.loupe.web.guard;
