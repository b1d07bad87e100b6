/**
 * What is known: datasets, experiments, trials, their timeline, the outbox; PostgreSQL behind small repositories.
 *
 * <p>Records are values read in one statement; repositories hold explicit SQL, one statement a method where one is
 * enough; a change of state is a guarded {@code UPDATE}. Nothing here knows HTTP, Temporal's client or the object store.
 * Start at {@link io.loupe.web.catalogue.TrialRepository}.
 */
package io.loupe.web.catalogue;
