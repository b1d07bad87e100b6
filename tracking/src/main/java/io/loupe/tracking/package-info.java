/**
 * The record: what happened, kept where it outlives every process.
 *
 * <p>{@code store} is the object store, {@code checkpoint} the publish protocol on top of it, {@code mlflow} the
 * tracking server, {@code dataset} the images as objects. Nothing here knows DJL, Temporal or SQL.
 */
package io.loupe.tracking;
