/**
 * Datasets as objects: blobs by hash and one manifest for each version; the verified cache on a worker's disk.
 *
 * <p>Start at {@link io.loupe.tracking.dataset.DatasetStore}.
 */
package io.loupe.tracking.dataset;
