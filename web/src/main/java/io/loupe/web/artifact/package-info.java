/**
 * What workers left in the object store, read for people: metric histories, heat maps and curves, images of datasets.
 *
 * <p>Nothing is written here but uploads and, at the start, the bucket itself. Start at {@link io.loupe.web.artifact.MetricHistories} for what was logged, {@link
 * io.loupe.web.artifact.TrialArtifacts} for a trial's files, {@link io.loupe.web.artifact.DatasetImages} for a dataset's, {@link io.loupe.web.artifact.Weights} for what trials made for others.
 */
package io.loupe.web.artifact;
