package io.loupe.web.catalogue;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that Temporal does not know yet.
 *
 * @param id grows with every entry
 * @param subject experiment, trial or import
 * @param who asked
 * @param attempts earlier attempts that failed
 */
public record OutboxEntry(long id, OutboxKind kind, UUID subject, String who, Instant createdAt, int attempts) {}
