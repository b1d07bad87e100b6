/**
 * The launcher: what {@code ./loupe} hands over to. {@link io.loupe.infra.Main} is the way in.
 *
 * <p>It starts, watches and ends the processes of the local stack and speaks to {@code web} over its REST API. It holds no
 * logic of experiments: nothing of detectors, tracking or workflows may be known here.
 */
package io.loupe.infra;
