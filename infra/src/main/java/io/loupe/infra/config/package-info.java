/**
 * Settings and places: {@link io.loupe.infra.config.Settings} reads {@code loupe.*}, {@link
 * io.loupe.infra.config.StackHome} knows every path below {@code .loupe/}, {@link io.loupe.infra.config.Installation} the
 * built jars, {@link io.loupe.infra.config.Secrets} the passwords of this one stack.
 */
package io.loupe.infra.config;
