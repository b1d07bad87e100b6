/**
 * Loupe's REST API as the launcher uses it. {@link io.loupe.infra.client.LoupeApi} is the one place that knows paths and
 * field names.
 */
package io.loupe.infra.client;
