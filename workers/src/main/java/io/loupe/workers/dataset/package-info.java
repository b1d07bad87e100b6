/** What a worker does for an import. Start at {@link io.loupe.workers.dataset.DatasetActivitiesImpl}. */
package io.loupe.workers.dataset;
