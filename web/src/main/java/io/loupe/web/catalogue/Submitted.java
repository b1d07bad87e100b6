package io.loupe.web.catalogue;

import java.util.UUID;

/**
 * The answer to a submission.
 *
 * @param id of the experiment or import
 * @param created false when the idempotency key was known, and nothing was written
 */
public record Submitted(UUID id, boolean created) {}
