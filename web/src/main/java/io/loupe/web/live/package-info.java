/**
 * What changes while somebody looks: heartbeats of running trials, told to browsers as server-sent events.
 *
 * <p>Nothing is read while nobody watches. One thread for each watched trial or experiment reads once a second, however
 * many watch it. Start at {@link io.loupe.web.live.LiveFeed}; {@link io.loupe.web.live.LiveTrials} answers a single
 * question of a page.
 */
package io.loupe.web.live;
