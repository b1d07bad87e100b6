/**
 * The experiment document: read from YAML or JSON, checked whole, its defaults written out.
 *
 * <p>Every problem is found at once, each with the path of its field; nothing is guessed and nothing is thrown for a wrong
 * document. {@code docs/bad-input.md} shows the messages. What detectors there are, and their settings, comes from a file
 * that the build writes ({@link io.loupe.web.document.DetectorCatalogue}). Start at {@link
 * io.loupe.web.document.DocumentChecker}.
 */
package io.loupe.web.document;
