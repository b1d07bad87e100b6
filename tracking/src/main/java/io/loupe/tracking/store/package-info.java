/** The S3 object store, as few verbs as the platform needs. Start at {@link io.loupe.tracking.store.ObjectStore}. */
package io.loupe.tracking.store;
