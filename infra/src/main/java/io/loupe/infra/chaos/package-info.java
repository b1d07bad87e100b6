/**
 * {@code ./loupe chaos}: trains in a local stack of its own, first in peace, then while its processes die and freeze and its
 * network fails as a seed says; then everything that Loupe promises is checked. Start at {@link io.loupe.infra.chaos.Chaos}.
 */
package io.loupe.infra.chaos;
