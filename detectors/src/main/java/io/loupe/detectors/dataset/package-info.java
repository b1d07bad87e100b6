/**
 * Datasets in folders: seven published layouts recognised and checked, one of them kept.
 *
 * <p>{@link io.loupe.detectors.dataset.Category} is what training and evaluation work on. {@link
 * io.loupe.detectors.dataset.DatasetCheck} looks at a folder before it is imported and lists everything that is wrong
 * with it, each with what to do. The table of wrong datasets in {@code docs/bad-input-datasets.md} is its specification
 * and is executed by a test. {@link io.loupe.detectors.dataset.DatasetLayout} is what to add for another layout; behind
 * the import there is one, MVTec AD's with what MVTec LOCO needs (docs/decisions/009).
 */
package io.loupe.detectors.dataset;
