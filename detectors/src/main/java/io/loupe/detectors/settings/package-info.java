/**
 * Settings as annotated records: read from a document, described for the page.
 *
 * <p>A settings record is plain Java; {@link io.loupe.detectors.settings.Setting} on its components says what a person
 * must know. {@link io.loupe.detectors.settings.SettingsReader} makes one from a parsed document, or lists everything
 * that is wrong with it. {@link io.loupe.detectors.settings.CatalogueWriter}, run by the build, writes the description
 * that {@code web} builds its form from. Nothing here knows a detector by name.
 */
package io.loupe.detectors.settings;
