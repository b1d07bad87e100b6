/**
 * Places in a worker's code where a test can make it fail; in production they do nothing.
 *
 * <p>Start at {@link io.loupe.workers.fault.FailurePoints}.
 */
package io.loupe.workers.fault;
