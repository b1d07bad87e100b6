/**
 * The new experiment: a form made from the detector catalogue and the YAML document that it writes. Both are one
 * document; what the form holds is kept as typed ({@link io.loupe.web.pages.create.Draft}), so that a wrong value is shown
 * again beside its message. Checking is done by {@code document}, never here.
 */
package io.loupe.web.pages.create;
