/**
 * The web process: pages, REST API, the catalogue in PostgreSQL, and the worker that runs workflow code.
 *
 * <p>{@code catalogue} is what is known (repositories and records), {@code document} checks an experiment document,
 * {@code orchestration} talks to Temporal, {@code live} tells browsers what changes, {@code artifact} reads what workers
 * left in the object store, {@code api} and {@code pages} are the two ways in, {@code guard} decides who may come in at
 * all. DJL, libtorch and image training are never here.
 */
package io.loupe.web;
