/**
 * A process on a node, one for each device: it takes activities from Temporal and does them with {@code detectors} and
 * {@code tracking}.
 *
 * <p>Start at {@link io.loupe.workers.Worker}. {@code trial} prepares, trains and evaluates, {@code dataset} imports,
 * {@code fault} holds the places where a test can make a worker fail. No workflow code runs here, and nothing here knows
 * HTTP or SQL.
 */
package io.loupe.workers;
