/**
 * What the trials of an experiment measured, by place (a category of a dataset) and arm: the one way in which pages and
 * reports read it. Start at {@link io.loupe.web.results.Results}.
 */
package io.loupe.web.results;
