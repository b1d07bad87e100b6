/**
 * Faults of a network on demand, for tests and for {@code ./loupe chaos}. Knows the JDK alone.
 *
 * <p>Start at {@link io.loupe.faults.FaultProxy}; {@link io.loupe.faults.Fault} lists what can go wrong.
 */
package io.loupe.faults;
