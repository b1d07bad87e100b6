/**
 * {@code ./loupe demo}: {@link io.loupe.infra.demo.Demo} tells it in order: sample dataset, import, experiment, progress,
 * results, artifacts.
 */
package io.loupe.infra.demo;
