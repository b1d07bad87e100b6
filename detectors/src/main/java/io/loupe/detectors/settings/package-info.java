/**
 * Settings as annotated records: read from a document, described for the page.
 *
 * <p>Start at {@link io.loupe.detectors.settings.CatalogueWriter}, which the build runs to write what {@code web} shows.
 */
package io.loupe.detectors.settings;
