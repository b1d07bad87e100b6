/**
 * Processes of the operating system: starting them apart from the terminal, telling one from another that got the same
 * number later ({@link io.loupe.infra.process.ProcessIdentity}), and ending them with all that they started.
 */
package io.loupe.infra.process;
