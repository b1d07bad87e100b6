/**
 * The end of this process's log, kept for people who ask why a trial failed and have no access to the node.
 *
 * <p>Start at {@link io.loupe.workers.log.RecentLog}.
 */
package io.loupe.workers.log;
