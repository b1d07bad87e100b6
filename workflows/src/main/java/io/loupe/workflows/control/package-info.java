/**
 * The record that {@code web} keeps of workflows: activities on the orchestration queue, written to PostgreSQL.
 *
 * <p>Start at {@link io.loupe.workflows.control.ControlActivities}.
 */
package io.loupe.workflows.control;
