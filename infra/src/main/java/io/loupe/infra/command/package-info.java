/** The launcher's commands, one class each; they read options, call the packages below, and choose the exit code. */
package io.loupe.infra.command;
