/**
 * Datasets in folders: MVTec AD's layout, read and checked.
 *
 * <p>{@link io.loupe.detectors.dataset.Category} is what training and evaluation work on. {@link
 * io.loupe.detectors.dataset.DatasetCheck} looks at a folder before it is imported and lists everything that is wrong
 * with it, each with what to do. The table of wrong datasets in {@code docs/bad-input-datasets.md} is its specification
 * and is executed by a test.
 */
package io.loupe.detectors.dataset;
