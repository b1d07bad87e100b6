/**
 * Figures that others have published, as data files that name source, table and protocol, and what of them stands beside a
 * figure of ours: the same number only if it was measured the same way, else with every reason why it was not.
 *
 * <p>Start at {@link io.loupe.web.published.PublishedFigures}. The files are in {@code META-INF/loupe/published}; {@code
 * index.yaml} lists them. Nothing of trials, pages or reports is known here.
 */
package io.loupe.web.published;
