/**
 * An experiment as one document that needs nothing else: figures beside the published ones, statistics, curves, heat maps,
 * settings, receipts. One {@link io.loupe.web.report.Report} is built from the catalogue and the object store, and written as
 * HTML, JSON, CSV or LaTeX; no writer computes anything.
 *
 * <p>Start at {@link io.loupe.web.report.ReportBuilder}.
 */
package io.loupe.web.report;
