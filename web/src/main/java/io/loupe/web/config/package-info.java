/**
 * What a person may set: every key {@code loupe.*} in one place.
 *
 * <p>Start at {@link io.loupe.web.config.LoupeConfig}. {@code application.properties} holds the defaults and derives
 * Quarkus' own keys from these.
 */
package io.loupe.web.config;
