/**
 * What a stack remembers between launchers: {@link io.loupe.infra.state.StackFile} keeps {@code stack.json} (addresses,
 * ports, processes with their identity), {@link io.loupe.infra.state.StackLock} lets one launcher own it.
 */
package io.loupe.infra.state;
