/**
 * Running a trial again from its receipt. {@link io.loupe.infra.reproduce.Receipt} reads what evaluation wrote, {@link
 * io.loupe.infra.reproduce.Reproduction} runs it, {@link io.loupe.infra.reproduce.ReceiptComparison} compares the two receipts.
 */
package io.loupe.infra.reproduce;
