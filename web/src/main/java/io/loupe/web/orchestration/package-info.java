/**
 * The way to Temporal and back: the client, the worker that runs workflow code, the relay that empties the outbox, the
 * control activities that write down what workflows say, and who serves which queue.
 *
 * <p>Wishes go out through the outbox alone, so that nothing is lost while Temporal is away and nothing is started twice.
 * Start at {@link io.loupe.web.orchestration.OutboxRelay} for the way out, {@link
 * io.loupe.web.orchestration.CatalogueControl} for the way back.
 */
package io.loupe.web.orchestration;
