package io.loupe.infra.stack;

import java.util.OptionalInt;

/**
 * What the person asked for.
 *
 * @param port of the page
 * @param workers number of worker processes
 * @param baseOnly without web and workers
 */
public record UpOptions(OptionalInt port, OptionalInt workers, boolean baseOnly) {}
