/**
 * Experiments: the list, and one with its matrix of cells, figures beside the published ones, and what the difference
 * between two arms is worth.
 */
package io.loupe.web.pages.experiment;
