/**
 * Whether everything that Loupe promises holds in a stack, whatever was done to it: {@link io.loupe.infra.check.Reading}
 * takes what the database, the object store, MLflow and Temporal hold into a {@link io.loupe.infra.check.Snapshot},
 * {@link io.loupe.infra.check.Invariants} compares them. It reads the formats with code of its own: a mistake in the
 * product's readers must not hide one in its writers. It writes nothing, and wants a stack at rest.
 */
package io.loupe.infra.check;
