/**
 * Whether this process is ready, and how the servers behind it do.
 *
 * <p>Ready means: pages and the API work and workflows run, so the database and Temporal count. MLflow and the object store
 * are told of, but never take the process out of service: training goes on without them for a while. Start at {@link
 * io.loupe.web.health.Services}.
 */
package io.loupe.web.health;
