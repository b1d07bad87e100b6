/**
 * What every activity does: it beats, it listens, and it fails with a class and a report.
 *
 * <p>Start at {@link io.loupe.workers.activity.Heart} and {@link io.loupe.workers.activity.Trouble}.
 */
package io.loupe.workers.activity;
