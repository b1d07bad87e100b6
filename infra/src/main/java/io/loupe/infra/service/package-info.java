/**
 * The servers of the local stack, one class each: how it is prepared, started and known to be ready.
 *
 * <p>{@link io.loupe.infra.service.Server} is what runs as a process; nothing here decides when to start or restart
 * ({@code stack} does). A server that the person configured is only reached, never started.
 */
package io.loupe.infra.service;
