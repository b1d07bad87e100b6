/**
 * What every side of the orchestration shares: the names of queues and ids, the classes of failures.
 *
 * <p>The stories are told one package further down: {@code experiment} fans out, {@code trial} prepares, trains and
 * evaluates one cell, {@code dataset} imports a folder, {@code control} is the record that {@code web} keeps. Nothing
 * here knows a database, a file, an image or a tensor: payloads hold ids, names and settings.
 */
package io.loupe.workflows;
