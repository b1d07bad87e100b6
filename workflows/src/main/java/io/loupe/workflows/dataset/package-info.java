/**
 * Registering a folder of images: check, hash, copy to the object store, publish a manifest.
 *
 * <p>Start at {@link io.loupe.workflows.dataset.ImportWorkflow}.
 */
package io.loupe.workflows.dataset;
