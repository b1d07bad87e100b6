/**
 * What the launcher prints: lines, tables, progress bars. Control characters only when a person looks at a terminal.
 */
package io.loupe.infra.terminal;
